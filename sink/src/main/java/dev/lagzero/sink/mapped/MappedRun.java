package dev.lagzero.sink.mapped;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.net.NetRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a run of transactions of one source comes to. Rows are net by key and holder; history is kept step by step, for
 * nothing of it may be left out. Mutable while it is reduced; one thread.
 */
public final class MappedRun {

    private record Identity(UUID id, UUID holder) {}

    private record Filed(String table, Image key) {}

    /** A row of history, or an erasure of what is older than its change. */
    public record HistoryStep(Row row, String source, SourcePosition position, long ordinal) {}

    /** A table that its source dropped, with all it held until then. */
    public record Dropped(String table, SourcePosition position) {}

    /** What the stream could not map, or can now. */
    public record Verdict(String table, NetRow row) {}

    private final String source;
    private final boolean snapshot;
    private final Map<Identity, MappedRow> rows = new LinkedHashMap<>();
    private final List<HistoryStep> history = new ArrayList<>();
    private final Map<Filed, Verdict> verdicts = new LinkedHashMap<>();
    private final List<Dropped> dropped = new ArrayList<>();
    private SourcePosition position = SourcePosition.NONE;

    MappedRun(String source, boolean snapshot) {
        this.source = source;
        this.snapshot = snapshot;
    }

    /** What some parts of one transaction come to. */
    public static MappedRun of(String source, boolean snapshot, List<? extends RowEvent.Part> parts) {
        MappedRun run = new MappedRun(source, snapshot);
        run.addTransaction(parts);
        return run;
    }

    void addTransaction(List<? extends RowEvent.Part> parts) {
        Map<Identity, MappedRow> net = new LinkedHashMap<>();
        List<HistoryStep> erasures = new ArrayList<>();
        List<HistoryStep> appends = new ArrayList<>();
        for (RowEvent.Part part : parts) {
            position = part.position();
            switch (part) {
                case RowEvent.Rows some -> {
                    for (Row row : some.rows()) {
                        switch (row) {
                            case Row.Upsert upsert -> addWithin(net, MappedRow.of(upsert, some));
                            case Row.Delete delete -> addWithin(net, MappedRow.of(delete, some));
                            case Row.Reject reject -> addVerdict(reject, some);
                            case Row.Settle settle -> addVerdict(settle, some);
                            case Row.Append append -> appends.add(step(append, some));
                            case Row.Erase erase -> erasures.add(step(erase, some));
                        }
                    }
                }
                case RowEvent.TableDropped gone -> dropped.add(new Dropped(gone.table(), gone.position()));
                case RowEvent.TableDefined defined ->
                    throw new IllegalArgumentException(
                            "table " + defined.definition().name() + " is defined at " + defined.position()
                                    + " although a mapping takes its tables as they are");
            }
        }
        rows.putAll(net);
        history.addAll(erasures);
        history.addAll(appends);
    }

    private static void addWithin(Map<Identity, MappedRow> net, MappedRow row) {
        net.merge(new Identity(row.id(), row.holder()), row, MappedRow::beside);
    }

    private void addVerdict(Row row, RowEvent.Rows event) {
        verdicts.put(new Filed(row.table(), row.key()), new Verdict(row.table(), NetRow.of(row, event)));
    }

    private static HistoryStep step(Row row, RowEvent.Rows event) {
        return new HistoryStep(row, event.source(), event.position(), event.ordinal());
    }

    public String source() {
        return source;
    }

    /** What the source holds beyond this run goes. */
    public boolean snapshot() {
        return snapshot;
    }

    /** Of the last part. */
    public SourcePosition position() {
        return position;
    }

    public Collection<MappedRow> rows() {
        return rows.values();
    }

    public List<HistoryStep> history() {
        return history;
    }

    public Collection<Verdict> verdicts() {
        return verdicts.values();
    }

    /** Nothing of these tables is parked any more, nor shown. */
    public List<Dropped> dropped() {
        return dropped;
    }

    /** Rows of the graph, or such as others may hold too: then only one worker may be at it. */
    public boolean meetsOthers() {
        return snapshot
                || !dropped.isEmpty()
                || rows.values().stream()
                        .anyMatch(row -> row.isShared() || row.place().kind() != Place.Kind.TABLE);
    }

    public boolean isEmpty() {
        return rows.isEmpty() && history.isEmpty() && verdicts.isEmpty() && dropped.isEmpty() && !snapshot;
    }
}
