package dev.lagzero.control.lag;

import dev.lagzero.schemas.position.SourcePosition;

/** How far a target is from its source. Only {@link Consistent} says that they are equal. */
public sealed interface LagState {

    /** The word for it, in capitals. */
    default String word() {
        return switch (this) {
            case Consistent ignored -> "CONSISTENT";
            case Behind ignored -> "BEHIND";
            case Stalled ignored -> "STALLED";
            case Parked ignored -> "PARKED";
            case Blocked ignored -> "BLOCKED";
            case Unknown ignored -> "UNKNOWN";
        };
    }

    /** Equal at a position, which was the source's newest at that time (milliseconds since 1970). */
    record Consistent(SourcePosition at, long asOfMillis) implements LagState {}

    /** On its way, as of a time. */
    record Behind(SourcePosition applied, SourcePosition head, long asOfMillis) implements LagState {}

    /** Behind, and nothing has moved for a while. */
    record Stalled(SourcePosition applied, SourcePosition head, long stillMillis, long asOfMillis)
            implements LagState {}

    /** Everything was applied but for some rows: not equal. */
    record Parked(SourcePosition at, long rows, long asOfMillis) implements LagState {}

    /** Somebody must act. */
    record Blocked(String cause) implements LagState {}

    /** Nobody can tell now. */
    record Unknown(String cause) implements LagState {}
}
