package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.target.Target.Batch;
import dev.lagzero.sink.target.Target.SourceTransaction;
import dev.lagzero.sink.target.Target.Turn;
import dev.lagzero.sink.target.TargetException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One batch on its way. While the batch before it is being committed, its rows can be written on a connection of their
 * own: two server processes are at work, and one of them waits for the disk. They are committed one after the other.
 *
 * <p>That is done only where it makes no difference: both batches are nothing but rows, and have none in common. What else
 * the two may meet in, a UNIQUE value or a reference, makes the later one wait, or fail and be written again in its turn.
 * If it is the earlier one that waits, say because it has to change a table after all, the later one is taken back.
 */
final class PostgresTurn implements Turn {

    private final Lease lease;
    private final TenureState state;
    /** Null when there is none, or it is applied. */
    private @Nullable PostgresTurn before;

    /** Null when it is applied: whoever comes next must not keep it in memory. */
    private @Nullable Batch batch;

    private @Nullable BatchWork work;
    /** Null when nothing was written ahead. */
    private @Nullable BatchAttempt ahead;
    /** It was applied, and nothing but its rows changed. */
    private boolean plain;

    PostgresTurn(Lease lease, TenureState state, Batch batch, @Nullable PostgresTurn before) {
        this.lease = lease;
        this.state = state;
        this.batch = batch;
        this.before = before;
    }

    /** Made once, by the thread that needs it first; null when it is applied. */
    private synchronized @Nullable BatchWork work() {
        if (work == null && batch != null) {
            work = BatchWork.of(batch);
        }
        return work;
    }

    private synchronized void forget() {
        batch = null;
        work = null;
    }

    @Override
    public void ahead() {
        BatchWork mine = work();
        BatchWork theirs = before == null ? null : before.work();
        if (mine == null || theirs == null || !mayGoBeside(mine, theirs)) {
            return;
        }
        BatchAttempt attempt = new BatchAttempt(lease, state, mine, BatchAttempt.Mode.first(mine));
        ahead = attempt;
        try {
            attempt.runAhead();
        } catch (SQLException | TargetException | OwnerNeeded e) {
            // Perhaps it was only too early. If not, it fails again in its turn, and is dealt with there.
            takeBack();
        }
    }

    private boolean mayGoBeside(BatchWork mine, BatchWork theirs) {
        return lease.connections().writerHasRoom()
                && state.isPlainFor(mine.segments().keySet())
                && mine.isPlain()
                && theirs.isPlain()
                && mine.isApartFrom(theirs);
    }

    @Override
    public void apply() throws TargetException {
        BatchWork mine = Objects.requireNonNull(work(), "a batch is applied once");
        Succession succession = succession(mine.batch());
        if (before != null && !before.plain) {
            takeBack();
        }
        before = null;
        BatchAttempt.Result result = insist(mine);
        state.applied().putAll(succession.applied());
        result.tables().forEach((source, tables) -> state.committed(source, tables, result.parked()));
        forget();
    }

    private Succession succession(Batch all) throws TargetException {
        Succession succession = new Succession(state.applied());
        all.claims().forEach(succession::claim);
        for (SourceTransaction transaction : all.transactions()) {
            succession.follow(
                    transaction.ended(),
                    transaction.parts().stream().mapToLong(RowEvent.Part::count).sum());
        }
        return succession;
    }

    /** Once is the rule. Each further time a constraint has given way, or rows are looked at one by one. */
    private BatchAttempt.Result insist(BatchWork mine) throws TargetException {
        BatchAttempt.Mode mode = BatchAttempt.Mode.first(mine);
        plain = mine.isPlain();
        while (true) {
            try (BatchAttempt attempt = attempt(mine, mode)) {
                try {
                    BatchAttempt.Result result = attempt.run();
                    plain = plain && result.parked().isEmpty();
                    return result;
                } catch (OwnerNeeded e) {
                    mode = mode.asOwner();
                } catch (SQLException e) {
                    mode = next(mode, attempt, SqlError.of(e));
                }
                plain = false;
            }
        }
    }

    private BatchAttempt attempt(BatchWork mine, BatchAttempt.Mode mode) {
        BatchAttempt begun = ahead;
        ahead = null;
        return begun == null ? new BatchAttempt(lease, state, mine, mode) : begun;
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
    public void takeBack() {
        if (ahead != null) {
            ahead.close();
            ahead = null;
        }
    }
}
