package dev.lagzero.schemas.json;

import dev.lagzero.schemas.position.SourcePosition;

/**
 * Where a record of the changes topic stands, without its contents.
 *
 * @param ordinal of a part; -1 for a claim and an end
 * @param count how many ordinals a part stands for; 0 for a claim and an end
 * @param parts how many parts an end counts; -1 for anything else
 * @param instance who claimed; empty for anything but a claim
 */
public record Stamp(
        String source, SourcePosition position, Kind kind, long ordinal, long count, long parts, String instance) {

    public enum Kind {
        CLAIM,
        PART,
        END
    }
}
