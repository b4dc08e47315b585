package dev.lagzero.sink.target;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.target.Target.Applied;
import dev.lagzero.sink.target.Target.Partition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What an {@link InMemoryTarget} shows: it is copied, changed and put in place, so that nothing is ever half done. */
final class InMemoryState {

    private record Table(String source, Map<Image, Image> rows) {
        Table copy() {
            return new Table(source, new HashMap<>(rows));
        }
    }

    private final Map<String, Table> tables = new TreeMap<>();
    private InMemoryPlaces places = new InMemoryPlaces();
    private final Map<String, String> parked = new TreeMap<>();
    private final Map<String, Applied> applied = new TreeMap<>();
    private final Map<Partition, Long> offsets = new HashMap<>();

    InMemoryState copy() {
        InMemoryState copy = new InMemoryState();
        tables.forEach((name, table) -> copy.tables.put(name, table.copy()));
        copy.places = places.copy();
        copy.parked.putAll(parked);
        copy.applied.putAll(applied);
        copy.offsets.putAll(offsets);
        return copy;
    }

    Map<Image, Image> rows(String table) {
        Table found = tables.get(table);
        return found == null ? null : Map.copyOf(found.rows());
    }

    /** What a mapping has filled. */
    InMemoryPlaces places() {
        return places;
    }

    List<String> tables() {
        return List.copyOf(tables.keySet());
    }

    Map<String, String> parked() {
        return Map.copyOf(parked);
    }

    Map<String, Applied> applied() {
        return applied;
    }

    long nextOffset(Partition partition) {
        return offsets.getOrDefault(partition, -1L);
    }

    void readOn(Partition partition, long offset) {
        offsets.put(partition, offset);
    }

    void claim(Map<String, Long> claims) {
        claims.forEach((source, epoch) -> {
            Applied before = applied.getOrDefault(source, Applied.NOTHING);
            applied.put(source, new Applied(before.position(), Math.max(before.claimedEpoch(), epoch)));
        });
    }

    void apply(List<RowEvent.Part> parts, RowEvent.Ended ended) throws TargetException.Refused {
        Applied before = applied.getOrDefault(ended.source(), Applied.NOTHING);
        refuseHole(before, ended);
        Set<String> present = new HashSet<>();
        for (RowEvent.Part part : parts) {
            if (part instanceof RowEvent.TableDefined defined) {
                define(defined);
                present.add(defined.definition().name());
            } else if (part instanceof RowEvent.TableDropped dropped) {
                drop(dropped.table());
                places.drop(dropped);
            }
        }
        if (ended.snapshot()) {
            tables.entrySet()
                    .removeIf(table ->
                            table.getValue().source().equals(ended.source()) && !present.contains(table.getKey()));
        }
        writeNet(parts);
        if (ended.snapshot()) {
            places.sweep(ended.source(), ended.position().epoch());
        }
        long claimed = Math.max(before.claimedEpoch(), ended.position().epoch());
        applied.put(ended.source(), new Applied(ended.position(), claimed));
    }

    private static void refuseHole(Applied before, RowEvent.Ended ended) throws TargetException.Refused {
        SourcePosition position = ended.position();
        boolean opens = position.opensEpoch() && position.isAfter(before.position());
        boolean current = position.epoch() >= before.claimedEpoch();
        if (!current || !(opens || position.equals(before.position().next()))) {
            throw new TargetException.Refused(ended.source() + ": " + position + " does not follow " + before.position()
                    + " (claimed epoch " + before.claimedEpoch() + ")");
        }
    }

    private record Said(Row row, RowEvent.Rows event) {
        int turn() {
            return switch (row) {
                case Row.Delete ignored -> 0;
                case Row.Erase ignored -> 0;
                case Row.Upsert ignored -> 1;
                case Row.Reject ignored -> 1;
                case Row.Settle ignored -> 1;
                case Row.Append ignored -> 1;
            };
        }
    }

    private void writeNet(List<RowEvent.Part> parts) {
        List<Said> said = new ArrayList<>();
        for (RowEvent.Part part : parts) {
            if (part instanceof RowEvent.Rows rows) {
                rows.rows().forEach(row -> said.add(new Said(row, rows)));
            }
        }
        said.sort(Comparator.comparingInt(Said::turn));
        said.forEach(each -> write(each.row(), each.event()));
    }

    private void write(Row row, RowEvent.Rows event) {
        Table table = tables.get(row.table());
        String place = row.table() + ":" + InMemoryTarget.text(row.key());
        switch (row) {
            case Row.Upsert upsert -> {
                if (table == null) {
                    places.upsert(upsert, event);
                } else {
                    table.rows().put(upsert.key(), upsert.image());
                }
                parked.remove(place);
            }
            case Row.Delete delete -> {
                if (table == null) {
                    places.delete(delete, event);
                } else {
                    table.rows().remove(delete.key());
                }
                parked.remove(place);
            }
            case Row.Reject reject -> parked.put(place, reject.reason());
            case Row.Settle ignored -> parked.remove(place);
            case Row.Append append -> places.append(append);
            case Row.Erase erase -> places.erase(erase, event);
        }
    }

    private void define(RowEvent.TableDefined defined) {
        TableDefinition definition = defined.definition();
        parked.remove(definition.name() + ":");
        switch (defined.lineage()) {
            case Lineage.Fresh ignored -> {
                parked.keySet().removeIf(place -> place.startsWith(definition.name() + ":"));
                tables.put(definition.name(), new Table(defined.source(), new HashMap<>()));
            }
            case Lineage.Altered altered -> {
                Table former = tables.remove(altered.formerTable());
                Table changed = new Table(defined.source(), new HashMap<>());
                former.rows().values().forEach(image -> {
                    Image now = reshaped(image, definition, altered.columns());
                    changed.rows().put(now.project(definition.key()), now);
                });
                tables.put(definition.name(), changed);
            }
        }
    }

    private static Image reshaped(Image image, TableDefinition definition, Map<String, String> formerNames) {
        Map<String, Value> values = new LinkedHashMap<>();
        for (ColumnDefinition column : definition.columns()) {
            String former = formerNames.get(column.name());
            values.put(column.name(), former == null ? column.defaultValue() : image.get(former));
        }
        return new Image(definition.columnNames(), List.copyOf(values.values()));
    }

    private void drop(String table) {
        tables.remove(table);
        parked.keySet().removeIf(place -> place.startsWith(table + ":"));
    }
}
