package dev.lagzero.capture.follow;

import java.util.concurrent.TimeUnit;

/**
 * How fast pages are copied while somebody writes to the source: after each piece of work there is a rest several times
 * as long, because writers need the processor and the disk as well. A disk takes a while to show that it is given too
 * much, so there is a bound of bytes a second, too. When nobody writes there is no rest; nor when the log has brought so much more than was
 * copied that what is gathered would take too much room.
 */
final class Pace {

    /** A rest is so many times as long as the work before it. */
    private static final int REST = 3;

    /** Bytes a second. */
    private static final long RATE = 64L << 20;

    /** No rest is longer: the copy comes to an end however slow the disk is. */
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** So long a writer counts as one that goes on. */
    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** The log may bring so many times as much as was copied, and the beginning. */
    private static final int TIMES = 4;

    private static final long BEGINNING = 64L << 20;

    private final long room;
    private boolean any;
    private long writtenAt;
    private long notBefore;
    private long logged;
    private long copied;

    /**
     * @param room bytes that the log may bring, whatever was copied
     * @param nanoTime now
     */
    Pace(long room, long nanoTime) {
        this.room = room;
        this.notBefore = nanoTime;
    }

    /** The log brought something, of which so much was written. */
    void logged(long bytes, long nanoTime) {
        any = true;
        writtenAt = nanoTime;
        logged += bytes;
    }

    /** Whether somebody is written for whom the copy is to rest. */
    boolean isSlow(long nanoTime) {
        return any && nanoTime - writtenAt < BUSY_NANOS && logged <= Math.min(room, TIMES * (copied + BEGINNING));
    }

    /** Whether the rest is over. */
    boolean mayGo(long nanoTime) {
        return nanoTime - notBefore >= 0 || !isSlow(nanoTime);
    }

    /** Something was copied, which took until now. */
    void copied(long bytes, long nanos, long nanoTime) {
        copied += bytes;
        rest(Math.max(REST * nanos, bytes * TimeUnit.SECONDS.toNanos(1) / RATE), nanoTime);
    }

    /** The disk was at work for the copy until now. */
    void synced(long nanos, long nanoTime) {
        rest(REST * nanos, nanoTime);
    }

    private void rest(long nanos, long nanoTime) {
        long end = nanoTime + Math.min(nanos, LONGEST_NANOS);
        notBefore = end - notBefore > 0 ? end : notBefore;
    }
}
