package dev.lagzero.sink.graph;

import dev.lagzero.schemas.row.EdgeKey;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.mapped.MappedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * An edge as a graph takes it.
 *
 * @param key all columns of its key, both ends among them
 * @param properties a JSON object; empty when the edge is to be removed
 */
public record Edge(String label, UUID id, Image key, String properties) {

    static Edge of(MappedRow row, Properties properties) {
        String text = row.writes() ? properties.text(withoutKey(row)) : "";
        return new Edge(row.place().name(), row.id(), row.key(), text);
    }

    private static Image withoutKey(MappedRow row) {
        List<String> names = new ArrayList<>(row.image().names());
        names.removeAll(row.key().names());
        return row.image().project(names);
    }

    String startLabel() {
        return EdgeKey.startLabel(key);
    }

    String endLabel() {
        return EdgeKey.endLabel(key);
    }
}
