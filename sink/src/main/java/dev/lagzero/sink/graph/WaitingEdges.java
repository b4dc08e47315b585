package dev.lagzero.sink.graph;

import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.mapped.RowId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** {@code lagzero.waiting_edge}: edges that lack an end, so that the graph never shows one that leads nowhere. */
final class WaitingEdges {

    private final Connection connection;
    private final String projection;

    WaitingEdges(Connection connection, String projection) {
        this.connection = connection;
        this.projection = projection;
    }

    boolean any() throws SQLException {
        return Sql.exists(connection, "SELECT 1 FROM lagzero.waiting_edge WHERE projection = ? LIMIT 1", projection);
    }

    void add(List<Edge> edges) throws SQLException {
        if (edges.isEmpty()) {
            return;
        }
        Sql.update(
                connection,
                "INSERT INTO lagzero.waiting_edge (projection, id, label, key, properties, start_id, end_id)"
                        + " SELECT ?, u.* FROM unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::uuid[], ?::uuid[])"
                        + " AS u ON CONFLICT (projection, id) DO UPDATE SET properties = excluded.properties",
                projection,
                RowArray.of(connection, "uuid", edges, Edge::id),
                RowArray.of(connection, "text", edges, Edge::label),
                RowArray.of(connection, "text", edges, edge -> ChangeJson.image(edge.key())),
                RowArray.of(connection, "text", edges, Edge::properties),
                RowArray.of(connection, "uuid", edges, edge -> RowId.start(edge.key())),
                RowArray.of(connection, "uuid", edges, edge -> RowId.end(edge.key())));
    }

    void remove(Collection<UUID> edges) throws SQLException {
        if (!edges.isEmpty()) {
            Sql.update(
                    connection,
                    "DELETE FROM lagzero.waiting_edge WHERE projection = ? AND id = ANY (?)",
                    projection,
                    RowArray.of(connection, "uuid", edges, id -> id));
        }
    }

    /** Those that may have been waiting for one of these vertices. */
    List<Edge> waitingFor(Collection<Vertex> vertices) throws SQLException {
        return Sql.query(
                connection,
                row -> new Edge(
                        row.getString(1),
                        row.getObject(2, UUID.class),
                        ChangeJson.image(row.getString(3)),
                        row.getString(4)),
                "SELECT label, id, key, properties FROM lagzero.waiting_edge"
                        + " WHERE projection = ? AND (start_id = ANY (?) OR end_id = ANY (?))",
                projection,
                RowArray.of(connection, "uuid", vertices, Vertex::id),
                RowArray.of(connection, "uuid", vertices, Vertex::id));
    }
}
