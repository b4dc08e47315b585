package dev.lagzero.capture.memory;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** Holds the records of a source against what every source promises. */
public final class Audit {

    private final List<String> faults = new ArrayList<>();
    private final Map<String, Map<Image, Image>> tables = new HashMap<>();
    private final Map<String, Long> contents = new HashMap<>();
    private final List<ChangeEvent.Part> open = new ArrayList<>();
    private SourcePosition applied = SourcePosition.NONE;
    private int claims;

    public static List<String> faults(List<ChangeEvent> events) {
        return of(events).faults;
    }

    public static int claims(List<ChangeEvent> events) {
        return of(events).claims;
    }

    public static Map<Image, Image> rows(List<ChangeEvent> events, String table) {
        return of(events).tables.getOrDefault(table, Map.of());
    }

    /** The rows of a table of texts by text. */
    public static Map<String, String> texts(List<ChangeEvent> events, String table) {
        return of(events).texts(table);
    }

    public SourcePosition applied() {
        return applied;
    }

    /** What the log tells up to a position. */
    public static Audit until(List<ChangeEvent> events, SourcePosition last) {
        return of(
                events.stream().filter(event -> !event.position().isAfter(last)).toList());
    }

    public List<String> faults() {
        return faults;
    }

    public Map<String, String> texts(String table) {
        Map<String, String> texts = new HashMap<>();
        tables.getOrDefault(table, Map.of())
                .values()
                .forEach(row -> texts.put(text(row.get("key")), text(row.get("value"))));
        return texts;
    }

    private static String text(Value value) {
        return ((Value.Text) value).value();
    }

    private static Audit of(List<ChangeEvent> events) {
        Audit audit = new Audit();
        events.forEach(audit::take);
        return audit;
    }

    public void take(ChangeEvent event) {
        SourcePosition position = event.position();
        switch (event) {
            case ChangeEvent.Claimed claim -> {
                if (claim.epoch() > applied.epoch()) {
                    claims++;
                    applied = position;
                    open.clear();
                }
            }
            case ChangeEvent.Part part -> {
                same(position + "/" + part.ordinal(), part);
                if (position.isAfter(applied) && position.epoch() == applied.epoch()) {
                    check(position.equals(applied.next()), position + " after " + applied);
                    if (part.ordinal() >= open.size()) {
                        check(part.ordinal() == open.size(), "ordinal " + part.ordinal() + " at " + position);
                        open.add(part);
                    }
                }
            }
            case ChangeEvent.Ended end -> {
                same(position + "/end", end);
                if (position.isAfter(applied) && position.epoch() == applied.epoch()) {
                    check(position.equals(applied.next()), position + " after " + applied);
                    check(end.parts() == open.size(), end.parts() + " parts, " + open.size() + " came at " + position);
                    apply(end);
                }
            }
        }
    }

    private void apply(ChangeEvent.Ended end) {
        if (end.header().snapshot()) {
            tables.clear();
        }
        open.forEach(this::apply);
        open.clear();
        applied = end.position();
    }

    private void apply(ChangeEvent.Part part) {
        switch (part) {
            case ChangeEvent.RowChanged row -> {
                Map<Image, Image> rows = tables.get(row.table());
                check(rows != null, row.table() + " has rows and no definition at " + row.position());
                if (rows != null) {
                    Image was = row.header().snapshot() ? null : rows.get(row.key());
                    check(java.util.Objects.equals(was, row.before()), "before image of " + row.key());
                    if (row.after() == null) {
                        rows.remove(row.key());
                    } else {
                        rows.put(row.key(), row.after());
                    }
                }
            }
            case ChangeEvent.TableDefined table -> {
                if (table.lineage() instanceof Lineage.Fresh) {
                    tables.put(table.table(), new HashMap<>());
                }
            }
            case ChangeEvent.TableDropped table -> tables.remove(table.table());
            case ChangeEvent.RowsRead rows -> throw new AssertionError("a store tells one by one " + rows);
            case ChangeEvent.RowOversize row -> faults.add("oversize " + row);
            case ChangeEvent.TableFailed table -> faults.add("failed " + table);
        }
    }

    /** No position carries two contents. */
    private void same(String place, ChangeEvent event) {
        CRC32C crc = new CRC32C();
        crc.update(ChangeJson.encode(event));
        Long before = contents.putIfAbsent(place, crc.getValue());
        check(before == null || before == crc.getValue(), place + " has two contents");
    }

    private void check(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }
}
