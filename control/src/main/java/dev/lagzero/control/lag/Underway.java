package dev.lagzero.control.lag;

import dev.lagzero.schemas.position.SourcePosition;
import java.util.OptionalLong;

/**
 * What is seen of one source in the log, between capture and target. All of it may be unknown.
 *
 * @param mapped the newest transaction that was seen in the rows topic; {@link SourcePosition#NONE} when none
 * @param unmapped records of the changes topic that the stream has not committed; empty when unknown
 * @param unapplied records of the rows topic that the sink has not committed; empty when unknown
 */
public record Underway(SourcePosition mapped, OptionalLong unmapped, OptionalLong unapplied) {

    public static final Underway UNKNOWN =
            new Underway(SourcePosition.NONE, OptionalLong.empty(), OptionalLong.empty());
}
