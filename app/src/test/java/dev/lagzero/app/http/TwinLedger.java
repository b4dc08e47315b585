package dev.lagzero.app.http;

import dev.lagzero.capture.journal.Change;
import dev.lagzero.capture.journal.RefusedWrite;
import dev.lagzero.capture.store.Ledger;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Keeps what a store writes, or refuses it. */
final class TwinLedger implements Ledger {

    final List<List<Change>> written = new ArrayList<>();
    RefusedWrite.@Nullable Reason refusing;
    private SourcePosition newest = new SourcePosition(1, 1);

    @Override
    public synchronized SourcePosition newest() {
        return newest;
    }

    @Override
    public synchronized SourcePosition next() {
        return newest.next();
    }

    @Override
    public synchronized SourcePosition write(List<Change> changes) {
        if (refusing != null) {
            throw new RefusedWrite(refusing, "refused");
        }
        written.add(changes);
        newest = newest.next();
        return newest;
    }

    @Override
    public void parted(SourcePosition position, Throwable cause) {
        throw new AssertionError(position + " does not show", cause);
    }

    @Override
    public void settle(SourcePosition position) {}

    @Override
    public CompletableFuture<SourcePosition> acknowledged(SourcePosition position) {
        return CompletableFuture.completedFuture(position);
    }
}
