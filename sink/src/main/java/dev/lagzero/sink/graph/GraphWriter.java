package dev.lagzero.sink.graph;

import dev.lagzero.sink.mapped.MappedRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Changes the graph in one transaction. Steps come in this order: edges go, vertices go, vertices come, edges come; an
 * edge that lacks an end waits, and one whose end goes waits again.
 */
public final class GraphWriter {

    private final Graph graph;
    private final Connection connection;
    private final WaitingEdges waiting;

    GraphWriter(Graph graph, Connection connection, String projection) {
        this.graph = graph;
        this.connection = connection;
        this.waiting = new WaitingEdges(connection, projection);
    }

    public void removeEdges(List<MappedRow> rows) throws SQLException {
        for (List<Edge> edges : byLabel(edges(rows), Edge::label)) {
            graph.removeEdges(connection, edges);
        }
        if (waiting.any()) {
            waiting.remove(rows.stream().map(MappedRow::id).toList());
        }
    }

    public void removeVertices(List<MappedRow> rows) throws SQLException {
        for (List<Vertex> vertices : byLabel(vertices(rows), Vertex::label)) {
            waiting.add(graph.detach(connection, vertices));
            graph.removeVertices(connection, vertices);
        }
    }

    public void writeVertices(List<MappedRow> rows) throws SQLException {
        List<Vertex> vertices = vertices(rows);
        for (List<Vertex> some : byLabel(vertices, Vertex::label)) {
            graph.writeVertices(connection, some);
        }
        if (waiting.any()) {
            for (List<Edge> edges : byLabel(waiting.waitingFor(vertices), Edge::label)) {
                waiting.remove(graph.writeEdges(connection, edges));
            }
        }
    }

    public void writeEdges(List<MappedRow> rows) throws SQLException {
        List<Edge> lacking = new ArrayList<>();
        for (List<Edge> edges : byLabel(edges(rows), Edge::label)) {
            Set<UUID> written = graph.writeEdges(connection, edges);
            if (written.size() < edges.size()) {
                edges.stream().filter(edge -> !written.contains(edge.id())).forEach(lacking::add);
            }
        }
        waiting.add(lacking);
    }

    private List<Edge> edges(List<MappedRow> rows) {
        return rows.stream().map(row -> Edge.of(row, graph.properties())).toList();
    }

    private List<Vertex> vertices(List<MappedRow> rows) {
        return rows.stream().map(row -> Vertex.of(row, graph.properties())).toList();
    }

    private static <T> Iterable<List<T>> byLabel(List<T> rows, Function<T, String> label) {
        Map<String, List<T>> groups =
                rows.stream().collect(Collectors.groupingBy(label, LinkedHashMap::new, Collectors.toList()));
        return groups.values();
    }
}
