package dev.lagzero.capture.memory;

import dev.lagzero.capture.journal.Change;
import dev.lagzero.capture.journal.RefusedWrite;
import dev.lagzero.capture.store.Ledger;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Of a store as it was at a position: it takes no writes. */
record Past(SourcePosition newest) implements Ledger {

    @Override
    public SourcePosition next() {
        return newest.next();
    }

    @Override
    public SourcePosition write(List<Change> changes) {
        throw new RefusedWrite(RefusedWrite.Reason.CLOSED, "what was at " + newest + " does not change any more.");
    }

    @Override
    public void parted(SourcePosition position, Throwable cause) {
        throw new IllegalStateException("nothing is written at " + position, cause);
    }

    @Override
    public void settle(SourcePosition position) {}

    @Override
    public CompletableFuture<SourcePosition> acknowledged(SourcePosition position) {
        return CompletableFuture.completedFuture(position);
    }
}
