package dev.lagzero.capture.store;

import dev.lagzero.capture.journal.Change;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where a store writes its changes down. */
public interface Ledger {

    /** The position that the next transaction will have. Asked, like {@link #write}, under the store's lock. */
    SourcePosition next();

    /**
     * Writes one transaction down. When it throws, nothing was written.
     *
     * @throws dev.lagzero.capture.journal.RefusedWrite when it is not taken, with the reason
     */
    SourcePosition write(List<Change> changes);

    /** Returns when a written transaction is as durable as the store's user wants writes to be. */
    void settle(SourcePosition position);

    /** Completes when Kafka holds the transaction and all before it; fails when the store does. */
    CompletableFuture<SourcePosition> acknowledged(SourcePosition position);
}
