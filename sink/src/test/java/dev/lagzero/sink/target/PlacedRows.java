package dev.lagzero.sink.target;

import dev.lagzero.schemas.row.EdgeKey;
import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What all images of all sources map to, without any history: of a shared row, the content of the highest rank. */
public final class PlacedRows {

    private record Where(Place place, Image key) {}

    private final Map<Where, Row.Upsert> rows = new HashMap<>();

    public void add(List<Row.Upsert> more) {
        for (Row.Upsert row : more) {
            rows.merge(new Where(row.place(), row.key()), row, (one, other) -> rank(one) >= rank(other) ? one : other);
        }
    }

    private static int rank(Row.Upsert row) {
        return row.share() == null ? 0 : row.share().rank();
    }

    public Set<Image> images(Place table) {
        Set<Image> images = new HashSet<>();
        rows.forEach((where, row) -> {
            if (where.place().equals(table)) {
                images.add(row.image());
            }
        });
        return images;
    }

    /** {@link GraphLines} of all vertices, and of the edges whose ends are there. */
    public Set<String> graph() {
        Set<String> lines = new TreeSet<>();
        rows.forEach((where, row) -> {
            switch (where.place().kind()) {
                case TABLE -> {
                    // No part of the graph.
                }
                case VERTEX -> lines.add(GraphLines.vertex(where.place().name(), row.image()));
                case EDGE -> {
                    if (has(EdgeKey.startLabel(row.key()), EdgeKey.startKey(row.key()))
                            && has(EdgeKey.endLabel(row.key()), EdgeKey.endKey(row.key()))) {
                        lines.add(GraphLines.edge(where.place().name(), row.key(), row.image()));
                    }
                }
            }
        });
        return lines;
    }

    private boolean has(String label, String key) {
        return rows.containsKey(new Where(Place.vertex(label), new Image(List.of("id"), List.of(Value.of(key)))));
    }
}
