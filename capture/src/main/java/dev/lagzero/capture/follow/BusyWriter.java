package dev.lagzero.capture.follow;

import dev.lagzero.capture.file.WalTail;
import java.util.concurrent.TimeUnit;

/**
 * Spares a busy writer the copying back of its log: it would do it after each commit, as far as our mark has moved since,
 * with two syncs. When it pauses, everybody may copy back again.
 */
final class BusyWriter {

    /** From here on a writer would soon copy back itself: SQLite's own limit is 1000. */
    private static final long FRAMES = 900;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final WalTail tail;
    private final boolean allowed;
    private boolean spared;
    private long until;
    private long frames;
    private int generation;

    /** @param allowed nobody else in this process opens the source */
    BusyWriter(WalTail tail, boolean allowed) {
        this.tail = tail;
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
            tail.keepOthersFromCopyingBack();
        } else if (isOver(nanoTime)) {
            spared = false;
            tail.letOthersCopyBack();
        }
    }
}
