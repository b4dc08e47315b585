package dev.lagzero.control.lag;

import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a backlog grows, from what was seen of it in the last half minute. Used by one thread at a time. */
final class Trend {

    private static final long WINDOW_MILLIS = 30_000;
    private static final long LEAST_MILLIS = 500;

    private record Sample(long atMillis, long backlog) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    void add(long nowMillis, long backlog) {
        while (samples.size() > 1 && nowMillis - samples.getFirst().atMillis() > WINDOW_MILLIS) {
            samples.removeFirst();
        }
        if (samples.isEmpty() || nowMillis - samples.getLast().atMillis() >= LEAST_MILLIS / 2) {
            samples.addLast(new Sample(nowMillis, backlog));
        }
    }

    void reset() {
        samples.clear();
    }

    /** Transactions a second, below zero while the backlog shrinks; NaN before there is anything to compare. */
    double perSecond() {
        if (samples.size() < 2) {
            return Double.NaN;
        }
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        long millis = last.atMillis() - first.atMillis();
        return millis < LEAST_MILLIS ? Double.NaN : (last.backlog() - first.backlog()) * 1_000.0 / millis;
    }
}
