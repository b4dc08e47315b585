package dev.lagzero.sink.graph;

import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The labels of a graph in AGE that the sink made, with the indexes that keyed inserts need. Labels are only ever added;
 * safe for use by several threads.
 */
final class AgeLabels {

    private final String projection;
    private final String graph;
    private final String writer;
    private final Map<String, Made> made = new ConcurrentHashMap<>();

    /** @param id of the label in AGE */
    record Made(Label label, int id) {
        String name() {
            return label.name();
        }

        String keyName() {
            return label.keyName();
        }
    }

    AgeLabels(GraphNames names) {
        this.projection = names.projection();
        this.graph = names.age();
        this.writer = names.writer();
    }

    private void makeGraph(Connection owner) throws SQLException {
        if (!Sql.exists(owner, "SELECT 1 FROM ag_catalog.ag_graph WHERE name = ?::name", graph)) {
            Sql.query(owner, row -> "", "SELECT ag_catalog.create_graph(" + DriverQuoting.DIALECT.literal(graph) + ")");
        }
        if (!writer.isEmpty()) {
            Sql.run(owner, "GRANT USAGE ON SCHEMA " + DriverQuoting.DIALECT.name(graph) + " TO " + writer);
        }
    }

    void read(Connection connection) throws SQLException {
        Sql.query(
                        connection,
                        row -> new Made(new Label(row.getString(1), row.getString(2)), row.getInt(3)),
                        "SELECT g.label, g.key_name, l.id FROM lagzero.graph_label g"
                                + " JOIN ag_catalog.ag_label l ON l.name = g.label::name"
                                + " JOIN ag_catalog.ag_graph a ON a.graphid = l.graph AND a.name = ?::name"
                                + " WHERE g.projection = ?",
                        graph,
                        projection)
                .forEach(label -> made.put(label.name(), label));
    }

    boolean knows(String name) {
        return made.containsKey(name);
    }

    /** Another process may have made it since. */
    Optional<Made> find(Connection connection, String name) throws SQLException {
        if (!made.containsKey(name)) {
            read(connection);
        }
        return Optional.ofNullable(made.get(name));
    }

    List<String> edges(Connection connection) throws SQLException {
        read(connection);
        return made.values().stream()
                .filter(label -> !label.label().isVertex())
                .map(Made::name)
                .sorted()
                .toList();
    }

    /** In a transaction of the owner; two workers may meet here, so the first one holds the other up. */
    void make(Connection owner, Label label) throws SQLException {
        read(owner);
        if (made.containsKey(label.name())) {
            return;
        }
        makeGraph(owner);
        String create = label.isVertex() ? "create_vlabel" : "create_elabel";
        if (!exists(owner, label)) {
            // Which type the names have differs between versions: constants fit each.
            Sql.query(
                    owner,
                    row -> "",
                    "SELECT ag_catalog." + create + "(" + DriverQuoting.DIALECT.literal(graph) + ", "
                            + DriverQuoting.DIALECT.literal(label.name()) + ")");
        }
        Sql.run(owner, indexes(owner, label));
        Sql.update(
                owner,
                "INSERT INTO lagzero.graph_label (projection, label, key_name) VALUES (?, ?, ?)",
                projection,
                label.name(),
                label.keyName());
        read(owner);
    }

    private boolean exists(Connection owner, Label label) throws SQLException {
        return Sql.exists(
                owner,
                "SELECT 1 FROM ag_catalog.ag_label l JOIN ag_catalog.ag_graph a ON a.graphid = l.graph"
                        + " WHERE a.name = ?::name AND l.name = ?::name",
                graph,
                label.name());
    }

    /** Newer versions of AGE index ids by themselves. */
    private List<String> indexes(Connection owner, Label label) throws SQLException {
        String table = new AgeSql(graph).table(label.name());
        List<String> statements = new ArrayList<>();
        if (!isUnique(owner, table)) {
            statements.add("CREATE UNIQUE INDEX ON " + table + " (id)");
        }
        if (label.isVertex()) {
            statements.add("CREATE UNIQUE INDEX ON " + table + " (" + AgeSql.keyOf("", label.keyName()) + ")");
        } else {
            for (String side : List.of("start_id", "end_id")) {
                if (!isIndexed(owner, table, side)) {
                    statements.add("CREATE INDEX ON " + table + " (" + side + ")");
                }
            }
        }
        if (!writer.isEmpty()) {
            statements.add("GRANT SELECT, INSERT, UPDATE, DELETE ON " + table + " TO " + writer);
        }
        return statements;
    }

    private static boolean isUnique(Connection owner, String table) throws SQLException {
        return Sql.exists(
                owner,
                "SELECT 1 FROM pg_index WHERE indrelid = ?::regclass AND indisunique AND indnkeyatts = 1"
                        + " AND indkey[0] = 1",
                table);
    }

    private static boolean isIndexed(Connection owner, String table, String column) throws SQLException {
        return Sql.exists(
                owner,
                "SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]"
                        + " WHERE i.indrelid = ?::regclass AND a.attname = ?",
                table,
                column);
    }
}
