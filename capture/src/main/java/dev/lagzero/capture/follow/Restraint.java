package dev.lagzero.capture.follow;

import dev.lagzero.capture.file.WalTail;
import java.util.concurrent.TimeUnit;

/**
 * Makes writers wait: for a moment, and then not again before each of them has looked whether it may go on. SQLite lets a
 * writer sleep the longer between two looks, the longer it has waited; a break is as long as such a sleep.
 */
final class Restraint {

    /** Milliseconds of the first sleeps of a waiting writer (sqlite3.c, "sqliteDefaultBusyCallback"). */
    private static final int[] SLEEPS = {1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50};

    private static final int LONGEST_SLEEP = 100;

    /** Sleeping takes longer than was asked for. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final WalTail tail;
    private final boolean alone;
    private long began;
    private long notBefore = System.nanoTime();

    /** @param alone nobody else in this process opens the source */
    Restraint(WalTail tail, boolean alone) {
        this.tail = tail;
        this.alone = alone;
    }

    /** Whether they had their break. */
    boolean mayBegin(long nanoTime) {
        return nanoTime - notBefore >= 0;
    }

    /** @return false when none of them pauses, or somebody else makes them wait */
    boolean begin() {
        boolean locked = tail.checkpoints().lockWriters(alone);
        began = System.nanoTime();
        return locked;
    }

    void end() {
        tail.checkpoints().unlockWriters();
        long now = System.nanoTime();
        notBefore = now + LATE_NANOS + sleepAfter(now - began);
    }

    private static long sleepAfter(long waited) {
        long woken = 0;
        for (int sleep : SLEEPS) {
            woken += TimeUnit.MILLISECONDS.toNanos(sleep);
            if (waited < woken) {
                return TimeUnit.MILLISECONDS.toNanos(sleep);
            }
        }
        return TimeUnit.MILLISECONDS.toNanos(LONGEST_SLEEP);
    }
}
