package dev.lagzero.sink.worker;

import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.target.Target.LargeTransaction;
import dev.lagzero.sink.target.TargetException;

/** A large transaction under way. */
final class OpenLarge {

    private final LargeTransaction transaction;
    private final long firstOffset;
    private final long present;

    OpenLarge(LargeTransaction transaction, long firstOffset) {
        this.transaction = transaction;
        this.firstOffset = firstOffset;
        this.present = transaction.nextOrdinal();
    }

    void write(RowEvent.Part part, long offset) throws TargetException {
        if (part.ordinal() >= present) {
            transaction.write(part, offset);
        }
    }

    void complete(RowEvent.Ended ended, long nextOffset) throws TargetException {
        transaction.complete(ended, nextOffset);
    }

    void close() {
        transaction.close();
    }

    long firstOffset() {
        return firstOffset;
    }
}
