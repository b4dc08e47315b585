package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.sink.book.Parking.Ticket;
import dev.lagzero.sink.ddl.Remedy;
import dev.lagzero.sink.ddl.Settlement;
import dev.lagzero.sink.ddl.Site;
import dev.lagzero.sink.ddl.Workshop;
import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.jdbc.Transaction;
import dev.lagzero.sink.net.Segment;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One transaction of Postgres for one batch: it commits, or nothing has happened. */
final class BatchAttempt implements AutoCloseable {

    /** @param tables of the sources that had something applied */
    record Result(Map<String, Map<String, TargetTable>> tables, Set<Ticket> parked) {}

    /** A constraint of a source's tables that gives way. */
    record Concession(String source, Remedy remedy) {}

    /**
     * @param owner tables may be changed
     * @param careful rows that the server refuses are found and parked
     * @param remedies constraints that give way before anything is written
     */
    record Mode(boolean owner, boolean careful, List<Concession> remedies) {

        static Mode first(BatchWork work) {
            return new Mode(work.changesTables(), false, List.of());
        }

        /** Nothing has gone wrong yet, and tables stay as they are. */
        boolean isFirst() {
            return !owner && !careful && remedies.isEmpty();
        }

        Mode asOwner() {
            return new Mode(true, careful, remedies);
        }

        Mode asCareful() {
            return new Mode(owner, true, remedies);
        }

        Mode with(Concession remedy) {
            List<Concession> more = new ArrayList<>(remedies);
            more.add(remedy);
            return new Mode(true, careful, more);
        }

        boolean has(Concession wanted) {
            return remedies.stream()
                    .anyMatch(each -> each.source().equals(wanted.source())
                            && each.remedy().subject().equals(wanted.remedy().subject()));
        }

        List<Remedy> of(String source) {
            return remedies.stream()
                    .filter(each -> each.source().equals(source))
                    .map(Concession::remedy)
                    .toList();
        }
    }

    private final Lease lease;
    private final TenureState state;
    private final BatchWork work;
    private final Mode mode;
    private final Map<String, SegmentWriter> writers = new LinkedHashMap<>();
    /** Null unless rows were written before it was their turn; the result only when all of them were. */
    private @Nullable Transaction ahead;

    private @Nullable Result written;

    BatchAttempt(Lease lease, TenureState state, BatchWork work, Mode mode) {
        this.lease = lease;
        this.state = state;
        this.work = work;
        this.mode = mode;
    }

    /** After a failure: what could give way, given the tables as they were then. */
    Optional<Concession> remedy(SqlError error) {
        return writers.entrySet().stream()
                .flatMap(each ->
                        each.getValue().remedy(error).stream().map(remedy -> new Concession(each.getKey(), remedy)))
                .findFirst();
    }

    /** Writes the rows before it is the batch's turn: what {@link #run} still does then is to commit. */
    void runAhead() throws SQLException, TargetException, OwnerNeeded {
        Map<String, Site> sites = sites();
        Transaction transaction = lease.beginAhead();
        ahead = transaction;
        if (Bystanders.areIn(transaction.connection(), sites.values())) {
            close();
        } else {
            written = write(transaction, sites);
        }
    }

    /** Belongs before the transaction: a site that is seen for the first time is written down in one of its own. */
    private Map<String, Site> sites() throws SQLException, TargetException {
        Map<String, Site> sites = new LinkedHashMap<>();
        for (String source : work.segments().keySet()) {
            sites.put(source, lease.site(source));
        }
        return sites;
    }

    Result run() throws SQLException, TargetException, OwnerNeeded {
        if (ahead != null && written != null) {
            lease.verify(ahead);
            return commit(ahead, written);
        }
        Map<String, Site> sites = sites();
        Optional<PlainRows> plain = mode.isFirst() ? PlainRows.of(work, sites, state) : Optional.empty();
        if (plain.isPresent()) {
            return run(plain.get());
        }
        try (Transaction transaction = mode.owner() ? lease.beginVerified(true) : lease.beginByKey()) {
            return commit(transaction, write(transaction, sites));
        }
    }

    private Result run(PlainRows rows) throws SQLException, TargetException {
        try (Opening opening = lease.openByKey()) {
            rows.write(opening);
            Transaction transaction = opening.verified();
            Moment.ROWS_WRITTEN.passed();
            return commit(transaction, new Result(rows.tables(), Set.of()));
        }
    }

    /** Takes back what was written ahead and is not committed. */
    @Override
    public void close() {
        if (ahead != null) {
            ahead.release();
        }
        ahead = null;
        written = null;
    }

    private Result write(Transaction transaction, Map<String, Site> sites)
            throws SQLException, TargetException, OwnerNeeded {
        Connection connection = transaction.connection();
        ParkedKeys parked = new ParkedKeys(connection, lease.parking(), state.parkedKeys());
        Map<String, Map<String, TargetTable>> tables = new LinkedHashMap<>();
        for (Map.Entry<String, Site> each : sites.entrySet()) {
            String source = each.getKey();
            Site site = each.getValue();
            Map<String, TargetTable> committed = state.tablesOf(connection, site, source);
            tables.put(source, write(source, new Workshop(connection, site, committed), parked));
        }
        Moment.ROWS_WRITTEN.passed();
        return new Result(tables, parked.tickets());
    }

    private Result commit(Transaction transaction, Result result) throws SQLException {
        Moment.BEFORE_TARGET_COMMIT.passed();
        lease.commit(transaction, work.batch());
        Moment.TARGET_COMMITTED.passed();
        return result;
    }

    private Map<String, TargetTable> write(String source, Workshop workshop, ParkedKeys parked)
            throws SQLException, TargetException, OwnerNeeded {
        List<Remedy> remedies = mode.of(source);
        SegmentWriter writer = new SegmentWriter(workshop, parked, mode, remedies);
        writers.put(source, writer);
        for (Remedy remedy : remedies) {
            remedy.apply(workshop);
        }
        List<Segment> segments = work.segments().get(source);
        for (Segment segment : segments) {
            writer.write(segment);
        }
        if (writer.changedTables() || !remedies.isEmpty()) {
            workshop.checkDeferred();
            new Settlement(workshop).settle();
        }
        if (segments.stream().anyMatch(segment -> !segment.snapshotOf().isEmpty())) {
            for (TargetTable table : List.copyOf(workshop.tables().values())) {
                Numbering.restart(workshop, table);
            }
        }
        workshop.save();
        return workshop.tables();
    }
}
