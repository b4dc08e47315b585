package dev.lagzero.capture.journal;

import dev.lagzero.schemas.position.SourcePosition;
import java.util.List;

/**
 * One atomic change of a store.
 *
 * @param timestampMillis when it was made, milliseconds since 1970
 * @param changes at most one of each row; none when {@code kind} says that they are not kept here
 */
public record Transaction(SourcePosition position, long timestampMillis, Kind kind, List<Change> changes) {

    public enum Kind {
        /** What the application changed. */
        WRITE,
        /** The place of a snapshot in the log: its rows change nothing, so they are not kept. */
        SNAPSHOT
    }
}
