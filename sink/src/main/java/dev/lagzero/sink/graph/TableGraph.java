package dev.lagzero.sink.graph;

import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.mapped.RowId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The graph as two tables, {@code vertices} and {@code edges}, in a schema of its own. A row's id is made of its label and
 * key, so that it is the same after every load.
 */
final class TableGraph implements Graph {

    private final String schema;
    private final String vertices;
    private final String edges;
    private final String writer;
    private volatile boolean made;

    TableGraph(GraphNames names) {
        this.schema = DriverQuoting.DIALECT.name(names.schema());
        this.vertices = schema + ".vertices";
        this.edges = schema + ".edges";
        this.writer = names.writer();
    }

    @Override
    public boolean lacks(Set<Label> labels) {
        return !made && !labels.isEmpty();
    }

    /** A label is a value here; what may be missing are the tables. */
    @Override
    public void make(Connection owner, Set<Label> labels) throws SQLException {
        if (!lacks(labels)) {
            return;
        }
        Sql.run(
                owner,
                List.of(
                        "CREATE SCHEMA IF NOT EXISTS " + schema,
                        "CREATE TABLE IF NOT EXISTS " + vertices + " (id uuid PRIMARY KEY, label text NOT NULL,"
                                + " key text NOT NULL, properties jsonb NOT NULL)",
                        "CREATE TABLE IF NOT EXISTS " + edges + " (id uuid PRIMARY KEY, label text NOT NULL,"
                                + " start_id uuid NOT NULL, end_id uuid NOT NULL, key text NOT NULL,"
                                + " properties jsonb NOT NULL)",
                        "CREATE INDEX IF NOT EXISTS vertices_key ON " + vertices + " USING hash (key)",
                        "CREATE INDEX IF NOT EXISTS vertices_label ON " + vertices + " (label)",
                        "CREATE INDEX IF NOT EXISTS edges_start ON " + edges + " (start_id)",
                        "CREATE INDEX IF NOT EXISTS edges_end ON " + edges + " (end_id)",
                        "COMMENT ON TABLE " + vertices + " IS 'A vertex of a label by its key.'",
                        "COMMENT ON TABLE " + edges + " IS 'An edge between the ids of two vertices."
                                + " Its key names both ends, and what tells it from edges beside it.'"));
        if (!writer.isEmpty()) {
            Sql.run(
                    owner,
                    List.of(
                            "GRANT USAGE ON SCHEMA " + schema + " TO " + writer,
                            "GRANT SELECT, INSERT, UPDATE, DELETE ON " + vertices + ", " + edges + " TO " + writer));
        }
        made = true;
    }

    @Override
    public Properties properties() {
        return Properties.JSONB;
    }

    @Override
    public void writeVertices(Connection connection, List<Vertex> rows) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO " + vertices + " AS t (id, label, key, properties)"
                        + " SELECT u.i, u.l, u.k, u.p::jsonb FROM unnest(?::uuid[], ?::text[], ?::text[], ?::text[])"
                        + " AS u(i, l, k, p) ON CONFLICT (id) DO UPDATE SET properties = excluded.properties"
                        // As jsonb, 1 and 1.0 are equal; as what was written they are not.
                        + " WHERE t.properties::text <> excluded.properties::text",
                RowArray.of(connection, "uuid", rows, Vertex::id),
                RowArray.of(connection, "text", rows, Vertex::label),
                RowArray.of(connection, "text", rows, Vertex::key),
                RowArray.of(connection, "text", rows, Vertex::properties));
    }

    @Override
    public void removeVertices(Connection connection, List<Vertex> rows) throws SQLException {
        Sql.update(
                connection,
                "DELETE FROM " + vertices + " WHERE id = ANY (?)",
                RowArray.of(connection, "uuid", rows, Vertex::id));
    }

    @Override
    public Set<UUID> writeEdges(Connection connection, List<Edge> rows) throws SQLException {
        return new HashSet<>(Sql.query(
                connection,
                row -> row.getObject(1, UUID.class),
                "INSERT INTO " + edges + " (id, label, start_id, end_id, key, properties)"
                        + " SELECT u.i, u.l, s.id, e.id, u.k, u.p::jsonb"
                        + " FROM unnest(?::uuid[], ?::text[], ?::uuid[], ?::uuid[], ?::text[], ?::text[])"
                        + " AS u(i, l, s, e, k, p) JOIN " + vertices + " AS s ON s.id = u.s JOIN " + vertices
                        + " AS e ON e.id = u.e"
                        + " ON CONFLICT (id) DO UPDATE SET properties = excluded.properties RETURNING id",
                RowArray.of(connection, "uuid", rows, Edge::id),
                RowArray.of(connection, "text", rows, Edge::label),
                RowArray.of(connection, "uuid", rows, edge -> RowId.start(edge.key())),
                RowArray.of(connection, "uuid", rows, edge -> RowId.end(edge.key())),
                RowArray.of(connection, "text", rows, edge -> ChangeJson.image(edge.key())),
                RowArray.of(connection, "text", rows, Edge::properties)));
    }

    @Override
    public void removeEdges(Connection connection, List<Edge> rows) throws SQLException {
        Sql.update(
                connection,
                "DELETE FROM " + edges + " WHERE id = ANY (?)",
                RowArray.of(connection, "uuid", rows, Edge::id));
    }

    @Override
    public List<Edge> detach(Connection connection, List<Vertex> rows) throws SQLException {
        return Sql.query(
                connection,
                row -> new Edge(
                        row.getString(1),
                        row.getObject(2, UUID.class),
                        ChangeJson.image(row.getString(3)),
                        row.getString(4)),
                "DELETE FROM " + edges + " WHERE start_id = ANY (?) OR end_id = ANY (?)"
                        + " RETURNING label, id, key, properties::text",
                RowArray.of(connection, "uuid", rows, Vertex::id),
                RowArray.of(connection, "uuid", rows, Vertex::id));
    }
}
