package dev.lagzero.sink.graph;

import dev.lagzero.schemas.row.Place;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.mapped.RowId;
import dev.lagzero.sink.owner.HeldRow;
import dev.lagzero.sink.owner.Holdings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The graph in Apache AGE, by direct inserts into the tables of its labels: a row's short id is made of its label and key,
 * an edge finds its ends by their keys. Used by one thread.
 */
final class AgeGraph implements Graph {

    /** An id of AGE leaves 48 bits for what is within a label. */
    private static final int SHORT = 16;

    private static final long MASK = 0xFFFF_FFFF_FFFFL;

    private final AgeSql sql;
    private final AgeLabels labels;
    private final Holdings holdings;

    private record Ends(String start, String end) {}

    private record Found(long shortId, String properties) {}

    AgeGraph(String name, AgeLabels labels, Holdings holdings) {
        this.sql = new AgeSql(name);
        this.labels = labels;
        this.holdings = holdings;
    }

    @Override
    public Properties properties() {
        return Properties.AGTYPE;
    }

    @Override
    public boolean lacks(Set<Label> wanted) {
        return wanted.stream().anyMatch(label -> !labels.knows(label.name()));
    }

    @Override
    public void make(Connection owner, Set<Label> wanted) throws SQLException {
        for (Label label : wanted) {
            labels.make(owner, label);
        }
    }

    /** Zero is no id: AGE counts from one. */
    private static long shortId(UUID id) {
        return Math.max(1, id.getMostSignificantBits() >>> SHORT);
    }

    @Override
    public void writeVertices(Connection connection, List<Vertex> vertices) throws SQLException {
        AgeLabels.Made label = made(connection, vertices.getFirst().label());
        Sql.update(
                connection,
                sql.writeVertices(label.name(), label.keyName()),
                label.id(),
                RowArray.of(connection, "bigint", vertices, vertex -> shortId(vertex.id())),
                RowArray.of(connection, "text", vertices, Vertex::properties));
    }

    @Override
    public void removeVertices(Connection connection, List<Vertex> vertices) throws SQLException {
        AgeLabels.Made label = made(connection, vertices.getFirst().label());
        Sql.update(
                connection,
                sql.removeVertices(label.name(), label.keyName()),
                RowArray.of(connection, "text", vertices, vertex -> Properties.quoted(vertex.key())));
    }

    private AgeLabels.Made made(Connection connection, String name) throws SQLException {
        return labels.find(connection, name)
                .orElseThrow(() -> new IllegalStateException("label " + name + " should have been made first"));
    }

    @Override
    public Set<UUID> writeEdges(Connection connection, List<Edge> edges) throws SQLException {
        Map<Ends, List<Edge>> byEnds = new LinkedHashMap<>();
        for (Edge edge : edges) {
            byEnds.computeIfAbsent(new Ends(edge.startLabel(), edge.endLabel()), ends -> new ArrayList<>())
                    .add(edge);
        }
        Set<UUID> written = new HashSet<>();
        for (Map.Entry<Ends, List<Edge>> each : byEnds.entrySet()) {
            var start = labels.find(connection, each.getKey().start());
            var end = labels.find(connection, each.getKey().end());
            if (start.isPresent() && end.isPresent()) {
                written.addAll(write(connection, each.getValue(), start.get(), end.get()));
            }
        }
        return written;
    }

    private Set<UUID> write(Connection connection, List<Edge> edges, AgeLabels.Made start, AgeLabels.Made end)
            throws SQLException {
        AgeLabels.Made label = made(connection, edges.getFirst().label());
        Map<Long, UUID> ids = new HashMap<>();
        for (Edge edge : edges) {
            UUID other = ids.put(shortId(edge.id()), edge.id());
            if (other != null) {
                throw collision(edge);
            }
        }
        Set<UUID> written = new HashSet<>();
        Sql.query(
                        connection,
                        row -> Long.parseLong(row.getString(1)),
                        sql.writeEdges(label.name(), start.label(), end.label()),
                        label.id(),
                        start.id(),
                        end.id(),
                        RowArray.of(connection, "bigint", edges, edge -> shortId(edge.id())),
                        RowArray.of(connection, "bigint", edges, edge -> shortId(RowId.start(edge.key()))),
                        RowArray.of(connection, "bigint", edges, edge -> shortId(RowId.end(edge.key()))),
                        RowArray.of(connection, "text", edges, Edge::properties))
                .forEach(id -> written.add(ids.get(id & MASK)));
        if (written.size() < edges.size()) {
            refuseCollisions(connection, label, edges, written);
        }
        return written;
    }

    /** An edge that was not written lacks an end, or another edge has its short id: then it must not be forgotten. */
    private void refuseCollisions(Connection connection, AgeLabels.Made label, List<Edge> edges, Set<UUID> written)
            throws SQLException {
        for (Edge edge : edges) {
            if (!written.contains(edge.id())
                    && Sql.exists(
                            connection,
                            "SELECT 1 FROM " + sql.table(label.name()) + " AS t WHERE t.id OPERATOR(ag_catalog.=)"
                                    + " ag_catalog._graphid(?, ?)",
                            label.id(),
                            shortId(edge.id()))) {
                throw collision(edge);
            }
        }
    }

    private static SQLException collision(Edge edge) {
        return new SQLException("an edge " + edge.label() + " would get the id of another one", "23505");
    }

    @Override
    public void removeEdges(Connection connection, List<Edge> edges) throws SQLException {
        AgeLabels.Made label = made(connection, edges.getFirst().label());
        Sql.update(
                connection,
                sql.removeEdges(label.name()),
                RowArray.of(connection, "bigint", edges, edge -> shortId(edge.id())),
                label.id());
    }

    @Override
    public List<Edge> detach(Connection connection, List<Vertex> vertices) throws SQLException {
        Label vertex = made(connection, vertices.getFirst().label()).label();
        Set<UUID> gone = new HashSet<>(vertices.stream().map(Vertex::id).toList());
        List<Edge> detached = new ArrayList<>();
        for (String label : labels.edges(connection)) {
            for (String side : List.of("start_id", "end_id")) {
                List<Found> found = Sql.query(
                        connection,
                        row -> new Found(Long.parseLong(row.getString(1)) & MASK, row.getString(2)),
                        sql.detach(label, vertex, side),
                        RowArray.of(connection, "text", vertices, each -> Properties.quoted(each.key())));
                for (Found each : found) {
                    detached.addAll(named(connection, label, each, gone));
                }
            }
        }
        return detached;
    }

    /** Its full key is in the book of holders. */
    private List<Edge> named(Connection connection, String label, Found found, Set<UUID> gone) throws SQLException {
        List<HeldRow> held = holdings.withPrefix(connection, Place.edge(label), found.shortId());
        return held.stream()
                .map(row -> new Edge(label, row.id(), row.key(), found.properties()))
                .filter(edge -> gone.contains(RowId.start(edge.key())) || gone.contains(RowId.end(edge.key())))
                .toList();
    }
}
