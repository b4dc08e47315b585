package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.target.Target.Applied;
import dev.lagzero.sink.target.Target.Batch;
import dev.lagzero.sink.target.Target.LargeTransaction;
import dev.lagzero.sink.target.Target.SourceTransaction;
import dev.lagzero.sink.target.Target.Tenure;
import dev.lagzero.sink.target.TargetException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** One worker's right to write. After an exception it must be taken over again. */
final class PostgresTenure implements Tenure {

    private final Lease lease;
    private final long nextOffset;
    private final TenureState state;

    PostgresTenure(Lease lease, long nextOffset, TenureState state) {
        this.lease = lease;
        this.nextOffset = nextOffset;
        this.state = state;
    }

    @Override
    public long nextOffset() {
        return nextOffset;
    }

    @Override
    public Map<String, Applied> applied() {
        return Map.copyOf(state.applied());
    }

    @Override
    public void apply(Batch batch) throws TargetException {
        Succession succession = new Succession(state.applied());
        batch.claims().forEach(succession::claim);
        for (SourceTransaction transaction : batch.transactions()) {
            succession.follow(
                    transaction.ended(),
                    transaction.parts().stream().mapToLong(RowEvent.Part::count).sum());
        }
        BatchAttempt.Result result = insist(BatchAttempt.Work.of(batch));
        state.applied().putAll(succession.applied());
        result.tables().forEach((source, tables) -> state.committed(source, tables, result.parked()));
    }

    /** Once is the rule. Each further time a constraint has given way, or rows are looked at one by one. */
    private BatchAttempt.Result insist(BatchAttempt.Work work) throws TargetException {
        BatchAttempt.Mode mode = BatchAttempt.Mode.first(work);
        while (true) {
            BatchAttempt attempt = new BatchAttempt(lease, state, work, mode);
            try {
                return attempt.run();
            } catch (OwnerNeeded e) {
                mode = mode.asOwner();
            } catch (SQLException e) {
                mode = next(mode, attempt, SqlError.of(e));
            }
        }
    }

    private BatchAttempt.Mode next(BatchAttempt.Mode mode, BatchAttempt attempt, SqlError error)
            throws TargetException {
        Optional<BatchAttempt.Concession> remedy = attempt.remedy(error);
        if (remedy.isPresent() && !mode.has(remedy.get())) {
            return mode.with(remedy.get());
        }
        if (error.meaning() == SqlError.Meaning.DATA && !mode.careful()) {
            return mode.asCareful();
        }
        throw error.toException("applying to projection " + lease.sites().projection());
    }

    @Override
    public void look() throws TargetException {
        try {
            lease.look();
        } catch (SQLException e) {
            throw SqlError.of(e)
                    .toException("looking at projection " + lease.sites().projection());
        }
    }

    @Override
    public LargeTransaction openLarge(String source, SourcePosition position, boolean snapshot) throws TargetException {
        new Succession(state.applied()).verify(source, position);
        return snapshot
                ? SnapshotLoad.open(lease, state, source, position)
                : LargeWrite.open(lease, state, source, position);
    }

    @Override
    public void close() {
        // The token stays: only a later tenure fences this one.
    }
}
