package dev.lagzero.capture.memory;

import dev.lagzero.schemas.position.SourcePosition;

/**
 * What a target knows of a source, though the log may have lost it.
 *
 * @param claimed the highest epoch of which it has heard: it must not be taken again
 * @param shown the last transaction that it shows; {@link SourcePosition#NONE} when it shows nothing of the source
 */
public record Seen(long claimed, SourcePosition shown) {

    public static final Seen NOTHING = new Seen(0, SourcePosition.NONE);
}
