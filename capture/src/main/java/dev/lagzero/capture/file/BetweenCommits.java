package dev.lagzero.capture.file;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds the moment between two transactions of a busy writer: a fiftieth of its time, or less. Who looks now and then
 * finds it after dozens of transactions; the index of the log shows the end of each.
 */
final class BetweenCommits {

    /** A commit shows up to a quarter of a millisecond before the writer gives its lock back. */
    private static final long SHORT_NANOS = TimeUnit.MICROSECONDS.toNanos(400);

    /** Most transactions are shorter. */
    private static final long WATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** Who computes all the time is in the writer's way on a busy machine. */
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    /** Short transactions are found between without a look at the index. */
    private static final int PAUSES = 4;

    private final SharedIndex index;
    private long committed = System.nanoTime() - SHORT_NANOS;
    private int pauses;

    BetweenCommits(SharedIndex index) {
        this.index = index;
    }

    /** Somebody begins to try. */
    void begin() {
        pauses = PAUSES;
    }

    /** Returns when it is worth another try, after two milliseconds at most. */
    void await() {
        long now = System.nanoTime();
        if (now - committed < SHORT_NANOS) {
            Thread.onSpinWait();
        } else if (pauses > 0) {
            pauses--;
            LockSupport.parkNanos(PAUSE_NANOS);
        } else if (!watch(now + WATCH_NANOS)) {
            pauses = PAUSES;
        }
    }

    private boolean watch(long until) {
        long seen = index.stamp();
        while (System.nanoTime() - until < 0) {
            if (index.stamp() != seen) {
                committed = System.nanoTime();
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }
}
