package dev.lagzero.capture.memory;

import dev.lagzero.capture.told.Tables;
import dev.lagzero.capture.told.Told;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Holds the records of a source of texts against what every source promises. */
public final class Audit {

    private final Tables tables = new Tables();
    private final Told told = new Told(tables);

    public static List<String> faults(List<ChangeEvent> events) {
        return of(events).faults();
    }

    public static int claims(List<ChangeEvent> events) {
        return of(events).told.claims().size();
    }

    /** The rows of a table of texts by text. */
    public static Map<String, String> texts(List<ChangeEvent> events, String table) {
        return of(events).texts(table);
    }

    /** What the log tells up to a position. */
    public static Audit until(List<ChangeEvent> events, SourcePosition last) {
        return of(
                events.stream().filter(event -> !event.position().isAfter(last)).toList());
    }

    private static Audit of(List<ChangeEvent> events) {
        Audit audit = new Audit();
        events.forEach(audit::take);
        return audit;
    }

    public void take(ChangeEvent event) {
        told.take(event);
    }

    public SourcePosition applied() {
        return told.applied();
    }

    public List<String> faults() {
        return Stream.concat(told.faults().stream(), tables.faults().stream()).toList();
    }

    public Map<String, String> texts(String table) {
        Map<String, String> texts = new HashMap<>();
        for (Image row : tables.rows(table).values()) {
            texts.put(text(row.get("key")), text(row.get("value")));
        }
        return texts;
    }

    private static String text(Value value) {
        return ((Value.Text) value).value();
    }
}
