package dev.lagzero.control.lag;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers what was seen of all sources from look to look, and so knows what one look cannot tell: how many seconds a
 * target is behind, whether it moves, and when it will be there. Safe for use by several threads.
 */
public final class Tracker {

    private final Map<String, Course> courses = new HashMap<>();

    /** What is known of each source besides its lag; sources may be missing in both. */
    public record Besides(Map<String, Underway> underway, Map<String, Long> copied) {

        public static final Besides NOTHING = new Besides(Map.of(), Map.of());

        public Besides {
            underway = Map.copyOf(underway);
            copied = Map.copyOf(copied);
        }
    }

    /** @param nowMillis of a clock that never goes back, in any case not the source's */
    public synchronized LagReport follow(LagReport seen, Besides besides, long nowMillis) {
        List<SourceLag> followed = seen.sources().stream()
                .map(lag -> courses.computeIfAbsent(lag.source(), source -> new Course())
                        .follow(
                                lag,
                                besides.underway().getOrDefault(lag.source(), Underway.UNKNOWN),
                                besides.copied().getOrDefault(lag.source(), 0L),
                                nowMillis))
                .toList();
        return new LagReport(followed, seen.warnings());
    }
}
