package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.target.GraphLines;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads back what a mapping has filled. Shares no code with the sink but how values are written as JSON. */
final class MappedDatabase {

    private MappedDatabase() {}

    static Collection<Image> rows(Connection connection, String table) throws SQLException {
        List<Image> images = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
            var meta = rows.getMetaData();
            while (rows.next()) {
                List<String> names = new ArrayList<>();
                List<Value> values = new ArrayList<>();
                for (int i = 1; i <= meta.getColumnCount(); i++) {
                    names.add(meta.getColumnName(i));
                    values.add(value(rows.getObject(i)));
                }
                images.add(new Image(names, values));
            }
        }
        return images;
    }

    private static Value value(Object object) {
        return switch (object) {
            case null -> Value.NULL;
            case Long number -> Value.of(number);
            case String text -> Value.of(text);
            default -> throw new IllegalArgumentException("a column of type " + object.getClass());
        };
    }

    static Set<String> tables(Connection connection) throws SQLException {
        Set<String> lines = new TreeSet<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT label, properties::text FROM graph.vertices")) {
                while (rows.next()) {
                    lines.add(GraphLines.vertex(rows.getString(1), ChangeJson.image(rows.getString(2))));
                }
            }
            try (ResultSet rows = statement.executeQuery(
                    "SELECT e.label, s.label, to_json(s.key)::text, t.label, to_json(t.key)::text, e.properties::text FROM graph.edges e"
                            + " LEFT JOIN graph.vertices s ON s.id = e.start_id"
                            + " LEFT JOIN graph.vertices t ON t.id = e.end_id")) {
                addEdges(rows, lines);
            }
        }
        return lines;
    }

    /** By Cypher, as an application asks. */
    static Set<String> cypher(Connection connection, String graph) throws SQLException {
        Set<String> lines = new TreeSet<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOAD 'age'");
            statement.execute("SET search_path = ag_catalog, public");
            try (ResultSet rows = statement.executeQuery("SELECT l, p FROM cypher('" + graph
                    + "', $$ MATCH (v) RETURN label(v), properties(v) $$) AS (l agtype, p agtype)")) {
                while (rows.next()) {
                    lines.add(GraphLines.vertex(plain(rows.getString(1)), ChangeJson.image(rows.getString(2))));
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT l, sl, sk, tl, tk, p FROM cypher('" + graph
                    + "', $$ MATCH (s)-[e]->(t) RETURN label(e), label(s), s.id, label(t), t.id,"
                    + " properties(e) $$) AS (l agtype, sl agtype, sk agtype, tl agtype, tk agtype, p agtype)")) {
                addEdges(rows, lines);
            }
        }
        return lines;
    }

    /** A text of agtype is written as in JSON. */
    private static String plain(String text) {
        Value value = text.startsWith("\"")
                ? ChangeJson.image("{\"text\":" + text + "}").get("text")
                : Value.of(text);
        return ((Value.Text) value).value();
    }

    private static void addEdges(ResultSet rows, Set<String> lines) throws SQLException {
        while (rows.next()) {
            lines.add(GraphLines.edge(
                    plain(rows.getString(1)),
                    "(:" + plain(rows.getString(2)) + " " + plain(rows.getString(3)) + ")",
                    "(:" + plain(rows.getString(4)) + " " + plain(rows.getString(5)) + ")",
                    GraphLines.sorted(ChangeJson.image(rows.getString(6)))));
        }
    }
}
