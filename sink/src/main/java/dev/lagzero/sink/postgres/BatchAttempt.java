package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.book.Parking.Ticket;
import dev.lagzero.sink.book.Progress;
import dev.lagzero.sink.ddl.Remedy;
import dev.lagzero.sink.ddl.Settlement;
import dev.lagzero.sink.ddl.Workshop;
import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.jdbc.Transaction;
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
import java.util.function.Function;

/** One transaction of Postgres for one batch: it commits, or nothing has happened. */
final class BatchAttempt {

    record Work(Batch batch, List<Segment> segments, Set<String> sources) {}

    record Result(Map<String, TargetTable> tables, Set<Ticket> parked) {}

    /**
     * @param owner tables may be changed
     * @param careful rows that the server refuses are found and parked
     * @param remedies constraints that give way before anything is written
     */
    record Mode(boolean owner, boolean careful, List<Remedy> remedies) {

        static Mode first(Work work) {
            return new Mode(work.segments().stream().anyMatch(Segment::changesTables), false, List.of());
        }

        Mode asOwner() {
            return new Mode(true, careful, remedies);
        }

        Mode asCareful() {
            return new Mode(owner, true, remedies);
        }

        Mode with(Remedy remedy) {
            List<Remedy> more = new ArrayList<>(remedies);
            more.add(remedy);
            return new Mode(true, careful, more);
        }

        boolean has(Remedy remedy) {
            return remedies.stream().anyMatch(each -> each.subject().equals(remedy.subject()));
        }
    }

    private final Lease lease;
    private final TenureState state;
    private final Work work;
    private final Mode mode;
    private Function<SqlError, Optional<Remedy>> remedies = error -> Optional.empty();

    BatchAttempt(Lease lease, TenureState state, Work work, Mode mode) {
        this.lease = lease;
        this.state = state;
        this.work = work;
        this.mode = mode;
    }

    /** After a failure: what could give way, given the tables as they were then. */
    Optional<Remedy> remedy(SqlError error) {
        return remedies.apply(error);
    }

    Result run() throws SQLException, TargetException, OwnerNeeded {
        try (Transaction transaction = lease.begin(mode.owner())) {
            lease.verify(transaction);
            Connection connection = transaction.connection();
            Workshop workshop = new Workshop(connection, lease.site(), state.tablesOf(work.sources()));
            ParkedKeys parked = new ParkedKeys(connection, lease.site().parking(), new HashSet<>(state.parked()));
            SegmentWriter writer = new SegmentWriter(workshop, parked, mode);
            remedies = writer::remedy;
            for (Remedy remedy : mode.remedies()) {
                remedy.apply(workshop);
            }
            for (Segment segment : work.segments()) {
                writer.write(segment);
            }
            Moment.ROWS_WRITTEN.passed();
            if (writer.changedTables() || !mode.remedies().isEmpty()) {
                workshop.checkDeferred();
                new Settlement(workshop).settle();
            }
            restartNumbers(workshop);
            workshop.save();
            mark(connection);
            Moment.BEFORE_TARGET_COMMIT.passed();
            transaction.commit();
            Moment.TARGET_COMMITTED.passed();
            return new Result(workshop.tables(), parked.tickets());
        }
    }

    private void restartNumbers(Workshop workshop) throws SQLException {
        Set<String> snapshots = new HashSet<>();
        work.segments().forEach(segment -> snapshots.add(segment.snapshotOf()));
        for (TargetTable table : workshop.tables().values()) {
            if (snapshots.contains(table.source())) {
                Numbering.restart(workshop, table);
            }
        }
    }

    private void mark(Connection connection) throws SQLException {
        Progress progress = lease.progress();
        for (Map.Entry<String, Long> claim : work.batch().claims().entrySet()) {
            progress.claim(connection, claim.getKey(), claim.getValue());
        }
        Map<String, RowEvent.Ended> last = new LinkedHashMap<>();
        for (SourceTransaction transaction : work.batch().transactions()) {
            last.put(transaction.ended().source(), transaction.ended());
        }
        for (RowEvent.Ended ended : last.values()) {
            progress.mark(connection, ended);
        }
        progress.readOn(connection, lease.partition(), work.batch().nextOffset());
    }
}
