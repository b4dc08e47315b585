package dev.lagzero.sink.graph;

import dev.lagzero.sink.mapped.MappedRow;
import dev.lagzero.sink.mapped.RowId;
import java.util.UUID;

/**
 * A vertex as a graph takes it.
 *
 * @param keyName the property that is its key
 * @param properties a JSON object, its key among them; empty when the vertex is to be removed
 */
public record Vertex(String label, UUID id, String keyName, String key, String properties) {

    static Vertex of(MappedRow row, Properties properties) {
        return new Vertex(
                row.place().name(),
                row.id(),
                row.key().names().getFirst(),
                RowId.vertexKey(row.key()),
                row.writes() ? properties.text(row.image()) : "");
    }
}
