package dev.lagzero.control.lag;

import dev.lagzero.schemas.position.SourcePosition;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a source's way to the target goes.
 *
 * @param mapped the newest transaction that was seen in the rows topic
 * @param perSecond by how many transactions the distance grows each second, below zero while it shrinks; NaN when unknown
 */
public record Progress(Distance distance, SourcePosition mapped, double perSecond) {

    public Progress {
        Objects.requireNonNull(distance, "distance");
        Objects.requireNonNull(mapped, "mapped");
    }

    /** How long it will take at this rate; empty when it does not shrink, or nobody knows. */
    public Optional<Duration> toClear() {
        long backlog = distance.total().transactions();
        if (backlog == 0) {
            return Optional.of(Duration.ZERO);
        }
        return perSecond < 0
                ? Optional.of(Duration.ofMillis(Math.round(backlog * 1_000.0 / -perSecond)))
                : Optional.empty();
    }
}
