package dev.lagzero.capture.follow;

import dev.lagzero.capture.file.GapException;
import dev.lagzero.capture.file.SourceBusyException;
import dev.lagzero.capture.file.WalTail;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the source's log short. When the log is copied back as a whole and read as a whole, the next writer begins it
 * anew; nobody waits for that. A writer that never pauses never lets it come to that: above a limit writers are made to
 * wait for a moment.
 */
final class LogKeeping {

    /** Below it is not worth the syncs; SQLite's own limit is 1000. */
    private static final long FRAMES = 250;

    private static final int ROUNDS = 2;
    private static final int MOST_ROUNDS = 8;

    /** What is left to copy back when writers are made to wait: a few milliseconds. */
    private static final long LEFT = 1 << 20;

    /** While what was found is taken over, a busy writer adds as much again. */
    private static final int ROOM = 2;

    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final WalTail tail;
    private final long limit;
    private final boolean allowed;
    private long pause = SOON_NANOS;
    private long notBefore = System.nanoTime();
    private long noResetBefore = System.nanoTime();

    /** @param allowed the log may be copied back */
    LogKeeping(WalTail tail, long limit, boolean allowed) {
        this.tail = tail;
        this.limit = limit;
        this.allowed = allowed;
    }

    boolean isDue(long nanoTime) {
        return allowed
                && tail.frames() >= FRAMES
                && !tail.isReleasable()
                && (nanoTime - notBefore >= 0 || isResetDue(nanoTime));
    }

    private boolean isResetDue(long nanoTime) {
        return tail.bytes() > limit / ROOM && nanoTime - noResetBefore >= 0;
    }

    /** @param commits takes over what is committed meanwhile */
    void keep(WalTail.Commits commits) throws GapException {
        long now = System.nanoTime();
        if (!isDue(now)) {
            return;
        }
        boolean reset = isResetDue(now);
        try {
            copyBack(commits, reset);
            // What a reader of the application's holds back, making writers wait would not set free.
            if (reset && !tail.isReleasable() && tail.isNearlyCopiedBack()) {
                tail.reset(commits);
            }
        } catch (SourceBusyException e) {
            // Somebody else copies back just now: as good as doing it oneself.
            pause = LATE_NANOS;
        }
        boolean done = tail.isReleasable();
        long ended = System.nanoTime();
        pause = done ? SOON_NANOS : Math.min(2 * pause, LATE_NANOS);
        notBefore = ended + pause;
        noResetBefore = reset && !done ? ended + (tail.isNearlyCopiedBack() ? SOON_NANOS : LATE_NANOS) : ended;
    }

    /** Each round leaves less to copy than the one before: a short pause between two commits is enough in the end. */
    private void copyBack(WalTail.Commits commits, boolean reset) throws GapException {
        long left = Long.MAX_VALUE;
        for (int i = 0; i < (reset ? MOST_ROUNDS : ROUNDS) && !tail.isReleasable(); i++) {
            tail.copyBack();
            tail.consume(commits);
            long now = tail.bytesToCopyBack();
            if (reset && (now < LEFT || now > left)) {
                return;
            }
            left = now;
        }
    }
}
