package dev.lagzero.sink.graph;

/**
 * A label of vertices or of edges.
 *
 * @param keyName the property that is a vertex's key; empty for an edge
 */
public record Label(String name, String keyName) {
    boolean isVertex() {
        return !keyName.isEmpty();
    }
}
