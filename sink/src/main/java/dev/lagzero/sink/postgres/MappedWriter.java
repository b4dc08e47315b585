package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.Place;
import dev.lagzero.sink.mapped.MappedRow;
import dev.lagzero.sink.mapped.MappedRun;
import dev.lagzero.sink.net.NetRow;
import dev.lagzero.sink.owner.HeldRow;
import dev.lagzero.sink.owner.Holdings;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Applies runs of a mapped projection in one transaction: who holds what first, then what shows. */
final class MappedWriter {

    private final Connection connection;
    private final MappedSite site;
    private final Holdings holdings;
    private final ParkedKeys parked;
    private final MappedShow show;
    private boolean locked;
    private boolean known;
    private boolean alone;

    MappedWriter(Connection connection, MappedSite site, Holdings holdings, ParkedKeys parked, boolean careful) {
        this.connection = connection;
        this.site = site;
        this.holdings = holdings;
        this.parked = parked;
        this.show = new MappedShow(connection, site, parked, careful);
    }

    /** Until the transaction ends, nobody else changes what may be shared, nor the graph. */
    void lock() throws SQLException {
        holdings.lock(connection);
        locked = true;
    }

    /**
     * Whole runs. Who holds what is each source's own affair, so workers say it side by side; what shows of it is told by
     * what all hold, so then they take turns.
     */
    void write(List<MappedRun> runs, boolean turns) throws SQLException, TargetException, TurnsNeeded {
        Map<MappedRun, List<MappedRow>> touched = new LinkedHashMap<>();
        for (MappedRun run : runs) {
            if (!run.isEmpty()) {
                touched.put(run, held(run));
            }
        }
        if (turns) {
            lock();
        }
        for (Map.Entry<MappedRun, List<MappedRow>> each : touched.entrySet()) {
            if (each.getKey().snapshot()) {
                parked.forget(each.getKey().source());
            }
            show(each.getValue());
            if (!locked && !contested(each.getValue()).isEmpty()) {
                throw new TurnsNeeded();
            }
            judge(each.getKey());
        }
    }

    /** A snapshot's sweep is part of it. */
    private List<MappedRow> held(MappedRun run) throws SQLException, TargetException {
        List<MappedRow> touched =
                new ArrayList<>(upserted(run, run.snapshot() || !run.dropped().isEmpty()));
        List<MappedRow> removed = rows(run, NetRow.Action.REMOVE);
        holdings.release(connection, removed);
        touched.addAll(removed);
        touched.addAll(dropped(run));
        if (run.snapshot()) {
            touched.addAll(swept(run.source(), run.position()));
        }
        return touched;
    }

    /** The first pass over a large transaction: everything but its deletes. */
    void writeWithoutDeletes(MappedRun run) throws SQLException, TargetException {
        show(upserted(run, true));
        judge(run);
    }

    /** The second pass: deletes, except of what the first one has written. */
    void writeDeletes(MappedRun run) throws SQLException, TargetException {
        List<MappedRow> removed = rows(run, NetRow.Action.REMOVE);
        Set<UUID> kept = holdings.heldAt(connection, removed, run.position());
        removed.removeIf(row -> kept.contains(row.id()));
        holdings.release(connection, removed);
        removed.addAll(dropped(run));
        show(removed);
    }

    /** The end of a large snapshot: what its source holds beyond it goes. */
    void sweep(String source, SourcePosition position) throws SQLException, TargetException {
        show(swept(source, position));
    }

    private List<MappedRow> upserted(MappedRun run, boolean touch) throws SQLException {
        List<MappedRow> written = rows(run, NetRow.Action.WRITE);
        holdings.hold(connection, written, touch);
        return written;
    }

    private static List<MappedRow> rows(MappedRun run, NetRow.Action action) {
        return run.rows().stream().filter(row -> row.action() == action).collect(Collectors.toList());
    }

    /** All that a source holds. @return how many rows it held */
    int letGo(String source) throws SQLException, TargetException {
        List<MappedRow> gone = swept(source, new SourcePosition(Long.MAX_VALUE, 0));
        show(gone);
        return gone.size();
    }

    /** A row that was parked: whether it shows now. */
    boolean again(MappedRow row) throws SQLException, TargetException {
        if (!contested(List.of(row)).isEmpty()) {
            return false;
        }
        show.rows(List.of(row));
        return !parked.has(row);
    }

    private List<MappedRow> dropped(MappedRun run) throws SQLException, TargetException {
        List<MappedRow> gone = new ArrayList<>();
        for (MappedRun.Dropped table : run.dropped()) {
            gone.addAll(released(holdings.drop(connection, run.source(), table), run.source(), table.position()));
        }
        return gone;
    }

    private List<MappedRow> swept(String source, SourcePosition position) throws SQLException, TargetException {
        return released(holdings.sweep(connection, source, position.epoch()), source, position);
    }

    private List<MappedRow> released(List<HeldRow> gone, String source, SourcePosition position)
            throws SQLException, TargetException {
        site.learn(gone.stream()
                .filter(row -> row.place().kind() == Place.Kind.TABLE)
                .map(row -> row.place().name())
                .collect(Collectors.toSet()));
        return gone.stream()
                .map(row -> MappedRow.released(row.place(), row.key(), row.shared(), source, position))
                .toList();
    }

    /** A shared row shows what its winner holds now, whoever touched it. */
    private void show(Collection<MappedRow> touched) throws SQLException, TargetException {
        Map<UUID, MappedRow> shared = new LinkedHashMap<>();
        Map<UUID, MappedRow> shown = new LinkedHashMap<>();
        for (MappedRow row : touched) {
            (row.isShared() ? shared : shown).put(row.id(), row);
        }
        if (!shared.isEmpty()) {
            Map<UUID, Holdings.Winner> winners = holdings.winners(connection, shared.keySet());
            for (MappedRow row : shared.values()) {
                Holdings.Winner winner = winners.get(row.id());
                shown.put(row.id(), winner == null ? row.gone() : row.shownAs(winner.source(), winner.content()));
            }
        }
        show.rows(locked ? uncontested(shown) : shown.values());
        tellOverruled(shared);
    }

    /** Empty while one source alone fills the projection. */
    private Map<UUID, String> contested(Collection<MappedRow> shown) throws SQLException {
        if (!known) {
            alone = holdings.areOfOneSource(connection);
            known = true;
        }
        return alone ? Map.of() : holdings.heldByOthers(connection, shown);
    }

    /**
     * Two source rows that share a table's row should say the same of it. When they do not, one of them is not shown as
     * it is: that is told, and told no longer when they agree or one of them is gone. (In a graph a placeholder and a tag
     * may well differ in what they know.)
     */
    private void tellOverruled(Map<UUID, MappedRow> shared) throws SQLException {
        Map<UUID, MappedRow> ofTables = new LinkedHashMap<>(shared);
        ofTables.values().removeIf(row -> row.place().kind() != Place.Kind.TABLE);
        if (ofTables.isEmpty()) {
            return;
        }
        for (Map.Entry<UUID, String> loser :
                holdings.contested(connection, ofTables.keySet()).entrySet()) {
            MappedRow row = ofTables.get(loser.getKey());
            parked.parkRejected(row.placeName(), row.overruled(loser.getValue()));
        }
    }

    /** A row that is not shared and that two sources yield is an error in what was put together: the first one keeps it. */
    private Collection<MappedRow> uncontested(Map<UUID, MappedRow> shown) throws SQLException {
        for (Map.Entry<UUID, String> each : contested(shown.values()).entrySet()) {
            MappedRow row = shown.remove(each.getKey());
            if (row.writes()) {
                parked.park(
                        row.placeName(),
                        row.net(),
                        "source " + each.getValue()
                                + " has a row with this key, too: give one of the sources a pipeline"
                                + " of its own, or say shared: in the mapping");
            } else {
                parked.resolve(row.placeName(), row.net());
            }
        }
        return shown.values();
    }

    private void judge(MappedRun run) throws SQLException, TargetException {
        for (MappedRow row : rows(run, NetRow.Action.KEEP)) {
            parked.park(row.placeName(), row.net(), row.objection());
        }
        show.history(run.history());
        for (MappedRun.Dropped gone : run.dropped()) {
            parked.forget(run.source(), gone.table());
        }
        for (MappedRun.Verdict verdict : run.verdicts()) {
            if (verdict.row().objection().isEmpty()) {
                parked.resolve(verdict.table(), verdict.row());
            } else {
                parked.parkRejected(verdict.table(), verdict.row());
            }
        }
    }
}
