package dev.lagzero.sink.target;

import dev.lagzero.schemas.row.RowEvent;

/** Told of every end of a transaction that was read, before the transaction is applied; maybe again after a take-over. */
@FunctionalInterface
public interface Arrivals {

    /** Nobody wants to know. */
    Arrivals UNHEARD = (ended, publishedMillis, mappedMillis) -> {};

    /**
     * Called by several threads.
     *
     * @param publishedMillis when it was published, milliseconds since 1970 by capture's clock
     * @param mappedMillis when the stream mapped it, by the stream's clock; -1 when that is not known
     */
    void arrived(RowEvent.Ended ended, long publishedMillis, long mappedMillis);
}
