package dev.lagzero.capture.store;

import dev.lagzero.capture.journal.Change;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Where a store writes its changes down. Thread-safe: writes to different rows come side by side, those to one row one after
 * the other.
 */
public interface Ledger {

    /** The last transaction that is written down. */
    SourcePosition newest();

    /** The position that the next transaction will have, while nobody writes. */
    SourcePosition next();

    /**
     * Writes one transaction down. It returns when that one and all before it are. When it throws, nothing was written.
     *
     * @throws dev.lagzero.capture.journal.RefusedWrite when it is not taken, with the reason
     */
    SourcePosition write(List<Change> changes);

    /** A transaction that is written down does not show: nothing more may be taken. */
    void parted(SourcePosition position, Throwable cause);

    /** Returns when a written transaction is as durable as the store's user wants writes to be. */
    void settle(SourcePosition position);

    /** Completes when Kafka holds the transaction and all before it; fails when the store does. */
    CompletableFuture<SourcePosition> acknowledged(SourcePosition position);
}
