package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.sink.book.Parking.Ticket;
import dev.lagzero.sink.ddl.Remedy;
import dev.lagzero.sink.ddl.Settlement;
import dev.lagzero.sink.ddl.Site;
import dev.lagzero.sink.ddl.Workshop;
import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.jdbc.Transaction;
import dev.lagzero.sink.net.Reduction;
import dev.lagzero.sink.net.Segment;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.target.Target.Batch;
import dev.lagzero.sink.target.Target.SourceTransaction;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One transaction of Postgres for one batch: it commits, or nothing has happened. */
final class BatchAttempt {

    /** @param segments by source */
    record Work(Batch batch, Map<String, List<Segment>> segments) {
        static Work of(Batch batch) {
            Map<String, List<SourceTransaction>> bySource = new LinkedHashMap<>();
            for (SourceTransaction transaction : batch.transactions()) {
                bySource.computeIfAbsent(transaction.ended().source(), source -> new ArrayList<>())
                        .add(transaction);
            }
            Map<String, List<Segment>> segments = new LinkedHashMap<>();
            bySource.forEach((source, transactions) -> segments.put(source, Reduction.segments(transactions)));
            return new Work(batch, segments);
        }
    }

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

        static Mode first(Work work) {
            return new Mode(
                    work.segments().values().stream().flatMap(List::stream).anyMatch(Segment::changesTables),
                    false,
                    List.of());
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
    private final Work work;
    private final Mode mode;
    private final Map<String, SegmentWriter> writers = new LinkedHashMap<>();

    BatchAttempt(Lease lease, TenureState state, Work work, Mode mode) {
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

    Result run() throws SQLException, TargetException, OwnerNeeded {
        Map<String, Site> sites = new LinkedHashMap<>();
        for (String source : work.segments().keySet()) {
            sites.put(source, lease.site(source));
        }
        try (Transaction transaction = mode.owner() ? lease.beginVerified(true) : lease.beginByKey()) {
            Connection connection = transaction.connection();
            ParkedKeys parked = new ParkedKeys(connection, lease.parking(), new HashSet<>(state.parked()));
            Map<String, Map<String, TargetTable>> tables = new LinkedHashMap<>();
            for (Map.Entry<String, Site> each : sites.entrySet()) {
                String source = each.getKey();
                Map<String, TargetTable> committed = state.tablesOf(connection, each.getValue(), source);
                tables.put(source, write(source, new Workshop(connection, each.getValue(), committed), parked));
            }
            Moment.ROWS_WRITTEN.passed();
            Moment.BEFORE_TARGET_COMMIT.passed();
            lease.commit(transaction, work.batch());
            Moment.TARGET_COMMITTED.passed();
            return new Result(tables, parked.tickets());
        }
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
