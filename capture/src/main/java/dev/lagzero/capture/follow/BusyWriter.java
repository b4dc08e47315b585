package dev.lagzero.capture.follow;

import dev.lagzero.capture.file.WalTail;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Spares a busy writer the copying back of its log: it would do it after each commit, as far as our mark has moved since,
 * with two syncs. When it pauses, everybody may copy back again.
 */
final class BusyWriter {

    /** From here on a writer would soon copy back itself: SQLite's own limit is 1000. */
    private static final long FRAMES = 900;

    private static final long STOP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final WalTail tail;
    private final boolean allowed;
    private final Restraint restraint;
    private boolean mine;
    private long notBefore = System.nanoTime();
    private boolean spared;
    private long until;
    private long frames;
    private int generation;

    /** @param allowed nobody else in this process opens the source */
    BusyWriter(WalTail tail, Restraint restraint, boolean allowed) {
        this.tail = tail;
        this.restraint = restraint;
        this.allowed = allowed;
    }

    boolean isOver(long nanoTime) {
        return spared && nanoTime - until >= 0;
    }

    void watch(long nanoTime) {
        boolean more = tail.frames() != frames || tail.generation() != generation;
        if (allowed && more && tail.frames() >= FRAMES) {
            frames = tail.frames();
            generation = tail.generation();
            spared = true;
            until = nanoTime + PAUSE_NANOS;
            mine = tail.checkpoints().keepOthersOut() || stop(nanoTime);
        } else if (isOver(nanoTime)) {
            spared = false;
            mine = false;
            tail.checkpoints().letOthersIn();
        }
    }

    /** Whether nobody else copies back. */
    boolean isSpared() {
        return mine;
    }

    /** A writer that copies back after each commit is hardly ever met when it does not; before its next it must wait. */
    private boolean stop(long nanoTime) {
        if (nanoTime - notBefore < 0 || !restraint.mayBegin(nanoTime) || !restraint.begin()) {
            return false;
        }
        // Whoever copies back for long does not do it after each commit.
        notBefore = nanoTime + AGAIN_NANOS;
        try {
            long end = System.nanoTime() + STOP_NANOS;
            boolean stopped = tail.checkpoints().keepOthersOut();
            while (!stopped && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(LOOK_NANOS);
                stopped = tail.checkpoints().keepOthersOut();
            }
            return stopped;
        } finally {
            restraint.end();
        }
    }
}
