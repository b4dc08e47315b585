package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.sink.target.Target.Applied;
import dev.lagzero.sink.target.Target.Batch;
import dev.lagzero.sink.target.Target.LargeTransaction;
import dev.lagzero.sink.target.Target.Tenure;
import dev.lagzero.sink.target.Target.Turn;
import dev.lagzero.sink.target.TargetException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One worker's right to write. After an exception it must be taken over again. */
final class PostgresTenure implements Tenure {

    private final Lease lease;
    private final long nextOffset;
    private final TenureState state;
    /** Null as long as there is none. */
    private @Nullable PostgresTurn last;

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
        turn(batch).apply();
    }

    @Override
    public Turn turn(Batch batch) {
        PostgresTurn turn = new PostgresTurn(lease, state, batch, last);
        last = turn;
        return turn;
    }

    @Override
    public void look() throws TargetException {
        lease.look();
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
