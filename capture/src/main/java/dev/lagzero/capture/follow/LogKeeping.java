package dev.lagzero.capture.follow;

import dev.lagzero.capture.file.GapException;
import dev.lagzero.capture.file.SourceBusyException;
import dev.lagzero.capture.file.WalTail;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps the source's log short. When the log is copied back as a whole and read as a whole, the next writer begins it
 * anew; nobody waits for that. A writer that never pauses never lets it come to that: above half a limit it is made to
 * wait for the moment that reading and copying the rest takes. Most is copied back beforehand, beside the reading.
 */
final class LogKeeping implements AutoCloseable {

    /** Below it is not worth the syncs; SQLite's own limit is 1000. */
    private static final long FRAMES = 250;

    private static final int ROUNDS = 2;

    /** Above half the limit the log is to begin anew as soon as little is left to do. */
    private static final int ROOM = 2;

    /** So much of the limit may still be written while writers are being stopped; until then they are, whatever is left. */
    private static final int RESERVE = 4;

    /** So much of the limit is copied back at once, that there is little left to do while writers wait. */
    private static final int PORTION = 4;

    /** So much is read at once, and is little left to do. */
    private static final int AHEAD = 8;

    /** A reader that is so much behind needs the machine more than others. */
    private static final int LATE = 32;

    /** Up to so much is copied back while writers wait. */
    private static final int LITTLE = 16;

    /** Up to so much is copied back in between; more, beside the reading. */
    private static final int LEAST = 64;

    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** So long is read without a look at anything else. */
    private static final long READ_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Writers do not wait longer than that for what is left to be done, when there is no room for more. */
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /**
     * Before that they only become slower: SQLite lets them sleep for three milliseconds when they have waited for two,
     * and longer and longer when they wait longer.
     */
    private static final long BRIEF_NANOS = TimeUnit.MICROSECONDS.toNanos(2_500);

    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private final WalTail tail;
    private final long limit;
    private final boolean allowed;
    private final boolean alone;
    private final BusyWriter writer;
    private final Restraint restraint;
    private final CopyingBack copying;
    private long pause = SOON_NANOS;
    private long notBefore = System.nanoTime();
    private long waitPause;
    private long noWaitBefore = System.nanoTime();
    private int waitedFor;
    private int tried;

    /** By a reader of the application's: making writers wait would not set it free. */
    private boolean held;

    /** @param beside threads that nobody interrupts */
    LogKeeping(WalTail tail, FollowConfig config, Executor beside) {
        this.tail = tail;
        this.limit = config.limits().log();
        this.allowed = !config.readOnly();
        this.alone = config.alone();
        this.restraint = new Restraint(tail, config.alone());
        this.writer = new BusyWriter(tail, restraint, config.alone());
        this.copying = new CopyingBack(tail, beside);
    }

    boolean isDue(long nanoTime) {
        return allowed && (copying.hasEnded() || isKeepingDue(nanoTime) || isWaitDue(nanoTime));
    }

    private boolean isKeepingDue(long nanoTime) {
        return !copying.isRunning() && (writer.isOver(nanoTime) || isCopyDue(nanoTime));
    }

    private boolean isCopyDue(long nanoTime) {
        return tail.frames() >= FRAMES && (nanoTime - notBefore >= 0 || isMuchUnsaved()) && !tail.isReleasable();
    }

    private boolean isMuchUnsaved() {
        return !held && tail.unsaved() > limit / (tried == tail.generation() ? LITTLE : PORTION);
    }

    /** Whether writers must wait: little is left to be done, or they are too fast for what is left. */
    private boolean isWaitDue(long nanoTime) {
        long written = tail.written();
        if (held || written <= limit / ROOM || nanoTime - noWaitBefore < 0 || !restraint.mayBegin(nanoTime)) {
            return false;
        }
        boolean known = tried == tail.generation();
        boolean urgent = written > limit - limit / RESERVE && (known || copying.isRunning());
        boolean little = known && isLittleLeft() && tail.unread() <= limit / LATE;
        return (urgent || little) && !tail.isReleasable();
    }

    /** Whether what is left to be copied back takes no longer than writers may wait. */
    private boolean isLittleLeft() {
        return !copying.isRunning() && tail.unsaved() <= limit / LITTLE;
    }

    /** Whether writers are about to be made to wait. */
    boolean isPressed() {
        boolean late = tail.unread() > limit / LATE || (tail.written() > limit / ROOM && !tail.isReleasable());
        return allowed && !held && late;
    }

    private void seeWhetherHeld() {
        held = tail.isHeld() && writer.isSpared() == alone;
        tried = tail.generation();
    }

    /**
     * Takes over what is committed, and copies back what is due.
     *
     * @return whether everything that was committed before the call is taken over
     */
    boolean follow(WalTail.Commits commits) throws GapException {
        if (copying.take()) {
            seeWhetherHeld();
        }
        if (!allowed) {
            tail.consume(commits);
        } else if (!beginAnew(commits)) {
            read(commits);
            keep(commits);
        }
        return !tail.isReadInPart();
    }

    private void read(WalTail.Commits commits) throws GapException {
        long until = System.nanoTime() + READ_NANOS;
        do {
            tail.consume(commits, limit / AHEAD);
        } while (tail.isReadInPart() && System.nanoTime() - until < 0);
    }

    /** Makes writers wait when they must; false when they need not, or somebody else makes them wait. */
    private boolean beginAnew(WalTail.Commits commits) throws GapException {
        // Nobody waits until a large transaction is read.
        if (!isWaitDue(System.nanoTime()) || !tail.isEven(limit / AHEAD) || !restraint.begin()) {
            return false;
        }
        try {
            long until = System.nanoTime() + (tail.written() > limit ? WAIT_NANOS : BRIEF_NANOS);
            while (!catchUp(commits) && !held && System.nanoTime() - until < 0) {
                if (!tail.isReadInPart()) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
            if (!tail.isReadInPart() && isLittleLeft()) {
                tail.copyBackWhileWritersWait(commits);
                waited();
            }
        } catch (SourceBusyException e) {
            // Somebody else copies back just now: as good as doing it oneself.
            noWaitBefore = System.nanoTime() + LATE_NANOS;
        } finally {
            restraint.end();
        }
        return true;
    }

    /** Reads on, and copies back beside it; returns whether little is left to be done. */
    private boolean catchUp(WalTail.Commits commits) throws GapException {
        if (copying.take()) {
            seeWhetherHeld();
        }
        if (!copying.isRunning() && tail.unsaved() - tail.unread() > limit / LITTLE) {
            copying.begin();
        }
        tail.consume(commits, limit / LATE);
        return !tail.isReadInPart() && isLittleLeft();
    }

    /** A reader of the application's may keep the log from beginning anew though it is copied back. */
    private void waited() {
        seeWhetherHeld();
        int generation = tail.generation();
        waitPause = generation == waitedFor ? Math.clamp(2 * waitPause, SOON_NANOS, LATE_NANOS) : 0;
        waitedFor = generation;
        noWaitBefore = System.nanoTime() + waitPause;
    }

    private void keep(WalTail.Commits commits) throws GapException {
        long now = System.nanoTime();
        if (copying.isRunning()) {
            return;
        }
        writer.watch(now);
        if (!isCopyDue(now)) {
            return;
        }
        if (tail.unsaved() > limit / LEAST) {
            copying.begin();
        } else {
            copyBack(commits);
        }
        pause = tail.isReleasable() ? SOON_NANOS : Math.min(2 * pause, LATE_NANOS);
        notBefore = System.nanoTime() + pause;
    }

    /** Each round leaves less to copy than the one before: a short pause between two commits is enough in the end. */
    private void copyBack(WalTail.Commits commits) throws GapException {
        try {
            for (int i = 0; i < ROUNDS && !tail.isReleasable(); i++) {
                tail.copyBack();
                seeWhetherHeld();
                read(commits);
            }
        } catch (SourceBusyException e) {
            // Somebody else copies back just now: as good as doing it oneself.
            pause = LATE_NANOS;
        }
    }

    /** Returns when nothing is being copied back; nothing will be. */
    @Override
    public void close() {
        copying.close();
    }
}
