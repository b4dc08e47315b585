package dev.lagzero.capture.file;

import java.util.concurrent.TimeUnit;

/**
 * When a mark is to be moved though nothing was committed: soon after something happened, later and later when nothing
 * else does. SQLite has places for four marks: who finds them taken, or locked by somebody's checkpoint, is given an older
 * one, and from then on that checkpoint waits for us.
 */
final class MarkClock {

    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** A mark that was taken when all was copied back is moved while the pause is no longer than that. */
    private static final long SURE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private long pause = SOON_NANOS;
    private long by = System.nanoTime();

    /** The mark was moved. */
    void moved(boolean happened) {
        pause = happened ? SOON_NANOS : Math.min(2 * pause, LATE_NANOS);
        by = System.nanoTime() + pause;
    }

    /** @param keeps whether the mark keeps something; if not, who copied it back may still have had the lock */
    boolean isDue(long nanoTime, boolean keeps) {
        return nanoTime - by >= 0 && (keeps || pause <= SURE_NANOS);
    }
}
