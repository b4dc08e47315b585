package dev.lagzero.sink.gather;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.target.Target.SourceTransaction;

/** What is to be done after a record was taken. Steps are carried out in their order. */
public sealed interface Step {

    /**
     * An epoch of the source begins.
     *
     * @param offset of its record: reading must begin there until the claim is kept
     */
    record Claim(String source, long epoch, long offset) implements Step {}

    /**
     * A transaction is complete.
     *
     * @param weight about how many bytes of heap it holds
     */
    record Whole(SourceTransaction transaction, int rows, long weight) implements Step {}

    /**
     * The source's next transaction is not gathered; its parts follow one by one.
     *
     * @param firstOffset where its first record stands: reading must begin there until it is complete
     */
    record LargeOpened(String source, SourcePosition position, boolean snapshot, long firstOffset) implements Step {}

    /** A part of the source's large transaction. */
    record LargePart(RowEvent.Part part, long offset) implements Step {}

    /** The source's large transaction is complete. */
    record LargeEnded(RowEvent.Ended ended) implements Step {}

    /** The source's large transaction will never be complete. */
    record LargeDropped(String source) implements Step {}
}
