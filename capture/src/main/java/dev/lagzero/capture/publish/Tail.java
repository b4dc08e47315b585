package dev.lagzero.capture.publish;

import dev.lagzero.schemas.position.SourcePosition;

/**
 * What a log holds of one source.
 *
 * @param instance who made the highest claim; empty when there is none
 * @param last the last whole transaction of the highest epoch; sequence 0 is the claim itself
 * @param parts how many parts of the transaction after {@code last} are there, ordinals from 0 without a gap
 * @param behind the offset behind the record that completes {@code last}
 * @param broken the epoch's transactions are not dense: nothing may be appended to it
 */
public record Tail(String instance, SourcePosition last, long parts, long behind, boolean broken) {

    public static final Tail EMPTY = new Tail("", SourcePosition.NONE, 0, 0, false);

    public long epoch() {
        return last.epoch();
    }
}
