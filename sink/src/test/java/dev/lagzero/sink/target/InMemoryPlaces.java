package dev.lagzero.sink.target;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.EdgeKey;
import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.row.Share;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a mapping fills: rows with all their holders, the graph among them, and history. */
final class InMemoryPlaces {

    private record Where(Place place, Image key) {}

    private record Holder(String source, String table, Image key) {}

    private record Held(int rank, Image image, SourcePosition position, String origin) {}

    private final Map<Where, Map<Holder, Held>> rows = new LinkedHashMap<>();
    private final Map<String, Map<Image, Image>> history = new TreeMap<>();

    InMemoryPlaces copy() {
        InMemoryPlaces copy = new InMemoryPlaces();
        rows.forEach((where, holders) -> copy.rows.put(where, new LinkedHashMap<>(holders)));
        history.forEach((table, images) -> copy.history.put(table, new HashMap<>(images)));
        return copy;
    }

    void upsert(Row.Upsert row, RowEvent.Rows event) {
        int rank = row.share() == null ? 0 : row.share().rank();
        rows.computeIfAbsent(new Where(row.place(), row.key()), where -> new LinkedHashMap<>())
                .put(
                        holder(event, row.share()),
                        new Held(
                                rank,
                                row.image(),
                                event.position(),
                                row.share() == null
                                        ? event.origin()
                                        : row.share().table()));
    }

    void delete(Row.Delete row, RowEvent.Rows event) {
        Where where = new Where(row.place(), row.key());
        Map<Holder, Held> holders = rows.getOrDefault(where, new HashMap<>());
        holders.remove(holder(event, row.share()));
        if (holders.isEmpty()) {
            rows.remove(where);
        }
    }

    private static Holder holder(RowEvent.Rows event, Share share) {
        return share == null
                ? new Holder(event.source(), "", Image.EMPTY)
                : new Holder(event.source(), share.table(), share.key());
    }

    void append(Row.Append row) {
        history.computeIfAbsent(row.table(), table -> new HashMap<>()).putIfAbsent(row.key(), row.image());
    }

    void erase(Row.Erase row, RowEvent.Rows event) {
        history.getOrDefault(row.table(), new HashMap<>())
                .values()
                .removeIf(image -> image.project(row.key().names()).equals(row.key()) && isOlder(image, event));
    }

    private static boolean isOlder(Image image, RowEvent.Rows event) {
        SourcePosition written = new SourcePosition(number(image, "source_epoch"), number(image, "source_sequence"));
        return written.equals(event.position())
                ? number(image, "source_ordinal") < event.ordinal()
                : event.position().isAfter(written);
    }

    private static long number(Image image, String column) {
        return ((Value.Int) image.get(column)).value();
    }

    /** What the source held before this epoch goes. */
    void sweep(String source, long epoch) {
        rows.values().forEach(holders -> holders.entrySet()
                .removeIf(held -> held.getKey().source().equals(source)
                        && held.getValue().position().epoch() < epoch));
        rows.values().removeIf(Map::isEmpty);
    }

    /** What the source's table held before it was dropped goes. */
    void drop(RowEvent.TableDropped gone) {
        rows.values().forEach(holders -> holders.entrySet()
                .removeIf(held -> held.getKey().source().equals(gone.source())
                        && held.getValue().origin().equals(gone.table())
                        && gone.position().isAfter(held.getValue().position())));
        rows.values().removeIf(Map::isEmpty);
    }

    /** A table as a mapping sees it: what the winners hold. */
    Map<Image, Image> table(String name) {
        if (history.containsKey(name)) {
            return Map.copyOf(history.get(name));
        }
        Map<Image, Image> images = new HashMap<>();
        rows.forEach((where, holders) -> {
            if (where.place().equals(Place.table(name))) {
                images.put(where.key(), winner(holders));
            }
        });
        return images;
    }

    private static Image winner(Map<Holder, Held> holders) {
        List<Held> all = new ArrayList<>(holders.values());
        int highest =
                all.stream().map(Held::rank).max(Comparator.naturalOrder()).orElseThrow();
        return all.stream()
                .filter(held -> held.rank() == highest)
                .findFirst()
                .orElseThrow()
                .image();
    }

    /** Vertices, and edges whose ends are both there, one line each. */
    Set<String> graph() {
        Set<String> lines = new TreeSet<>();
        rows.forEach((where, holders) -> {
            Image image = winner(holders);
            switch (where.place().kind()) {
                case TABLE -> {
                    // No part of the graph.
                }
                case VERTEX -> lines.add(GraphLines.vertex(where.place().name(), image));
                case EDGE -> {
                    if (isThere(EdgeKey.startLabel(where.key()), EdgeKey.startKey(where.key()))
                            && isThere(EdgeKey.endLabel(where.key()), EdgeKey.endKey(where.key()))) {
                        lines.add(GraphLines.edge(where.place().name(), where.key(), image));
                    }
                }
            }
        });
        return lines;
    }

    private boolean isThere(String label, String key) {
        return rows.keySet().stream()
                .anyMatch(where -> where.place().equals(Place.vertex(label))
                        && where.key().values().getFirst().equals(Value.of(key)));
    }
}
