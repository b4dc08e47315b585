package dev.lagzero.capture.follow;

import java.util.concurrent.TimeUnit;

/**
 * How often to look and to compare: often while the source is busy, and never so often that comparing a large source
 * takes more than two thirds of the time.
 */
final class Pace {

    private static final long ACTIVE_MILLIS = 5;
    private static final long IDLE_MILLIS = 25;
    private static final long ACTIVE_FOR_NANOS = TimeUnit.SECONDS.toNanos(2);

    private long lastChange = System.nanoTime() - ACTIVE_FOR_NANOS;
    private long notBefore = System.nanoTime();

    /** A comparison is over: it took so long. */
    void compared(long nanos) {
        lastChange = System.nanoTime();
        notBefore = lastChange + nanos / 2;
    }

    boolean mayCompare() {
        return System.nanoTime() - notBefore >= 0;
    }

    /** How long to wait before the next look. */
    long waitMillis() {
        return System.nanoTime() - lastChange < ACTIVE_FOR_NANOS ? ACTIVE_MILLIS : IDLE_MILLIS;
    }
}
