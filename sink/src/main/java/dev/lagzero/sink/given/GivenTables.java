package dev.lagzero.sink.given;

import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.shape.Relation;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks tables up as they are needed, and remembers them. Used by one thread. */
public final class GivenTables {

    private final String projection;
    private final String schema;
    private final Map<String, GivenTable> known = new HashMap<>();

    private record Column(String name, String type) {}

    /**
     * @param projection that fills them, and no other
     * @param schema of tables that are named without one
     */
    public GivenTables(String projection, String schema) {
        this.projection = projection;
        this.schema = schema;
    }

    public boolean knows(String name) {
        return known.containsKey(name);
    }

    public GivenTable of(String name) {
        GivenTable table = known.get(name);
        if (table == null) {
            throw new IllegalStateException("table " + name + " should have been looked up first");
        }
        return table;
    }

    /**
     * Looks a table up, and lets the writer fill it. In a transaction of the owner.
     *
     * @param writer the quoted role that fills it; empty when the owner does
     */
    public void learn(Connection owner, String name, String writer) throws SQLException, TargetException {
        GivenTable table = read(owner, relation(name));
        refuseFilled(owner, table);
        if (!writer.isEmpty()) {
            Sql.run(
                    owner,
                    List.of(
                            "GRANT USAGE ON SCHEMA "
                                    + DriverQuoting.DIALECT.name(
                                            table.relation().schema()) + " TO " + writer,
                            "GRANT SELECT, INSERT, UPDATE, DELETE ON "
                                    + DriverQuoting.DIALECT.relation(table.relation()) + " TO " + writer));
        }
        known.put(name, table);
    }

    private void refuseFilled(Connection owner, GivenTable table) throws SQLException, TargetException {
        String relation = table.relation().toString();
        Sql.update(
                owner,
                "INSERT INTO lagzero.filled_table (relation, projection) VALUES (?, ?) ON CONFLICT DO NOTHING",
                relation,
                projection);
        String filler = Sql.query(
                        owner,
                        row -> row.getString(1),
                        "SELECT projection FROM lagzero.filled_table WHERE relation = ?",
                        relation)
                .getFirst();
        if (!filler.equals(projection)) {
            throw new TargetException.Refused("table " + relation + " is filled by projection " + filler
                    + ": let projection " + projection + " fill others (target.schema: for tables that the mapping"
                    + " names without a schema), or another database");
        }
    }

    private Relation relation(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? new Relation(schema, name) : new Relation(name.substring(0, dot), name.substring(dot + 1));
    }

    private static GivenTable read(Connection connection, Relation relation) throws SQLException, TargetException {
        String quoted = DriverQuoting.DIALECT.relation(relation);
        Map<String, String> types = new LinkedHashMap<>();
        Sql.query(
                        connection,
                        row -> new Column(row.getString(1), row.getString(2)),
                        "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
                                + " WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped"
                                + " AND attgenerated = '' ORDER BY attnum",
                        quoted)
                .forEach(column -> types.put(column.name(), column.type()));
        if (types.isEmpty()) {
            throw new TargetException.Refused("the mapping fills table " + relation
                    + ", which the target lacks or the role may not see: create it, or name another in the mapping");
        }
        List<Set<String>> uniques = Sql.query(
                connection,
                row -> Set.of((String[]) row.getArray(1).getArray()),
                "SELECT array_agg(a.attname::text) FROM pg_index i JOIN pg_attribute a"
                        + " ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)"
                        + " WHERE i.indrelid = to_regclass(?) AND i.indisunique AND i.indimmediate"
                        + " AND i.indpred IS NULL AND i.indexprs IS NULL GROUP BY i.indexrelid",
                quoted);
        return new GivenTable(relation, types, uniques, depth(connection, quoted), monthsBy(connection, relation));
    }

    /** Cycles end at the tenth table: no order is right for them. */
    private static int depth(Connection connection, String quoted) throws SQLException {
        return Sql.query(
                        connection,
                        row -> row.getInt(1),
                        "WITH RECURSIVE up (id, depth) AS (SELECT to_regclass(?)::oid, 0 UNION"
                                + " SELECT c.confrelid, up.depth + 1 FROM up JOIN pg_constraint c"
                                + " ON c.conrelid = up.id AND c.contype = 'f' AND c.confrelid <> c.conrelid"
                                + " WHERE up.depth < 10) SELECT max(depth) FROM up",
                        quoted)
                .getFirst();
    }

    private static Optional<String> monthsBy(Connection connection, Relation relation) throws SQLException {
        return Sql.query(
                        connection,
                        row -> row.getString(1),
                        "SELECT a.attname FROM pg_partitioned_table p JOIN pg_attribute a"
                                + " ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0]"
                                + " WHERE p.partrelid = to_regclass(?) AND p.partstrat = 'r'"
                                + " AND to_regprocedure(?) IS NOT NULL",
                        DriverQuoting.DIALECT.relation(relation),
                        Partitions.function(relation.schema()) + "(text, timestamp with time zone)")
                .stream()
                .findFirst();
    }
}
