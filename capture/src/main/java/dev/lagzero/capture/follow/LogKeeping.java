package dev.lagzero.capture.follow;

import dev.lagzero.capture.file.GapException;
import dev.lagzero.capture.file.SourceBusyException;
import dev.lagzero.capture.file.WalTail;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the source's log short. When the log is copied back as a whole and read as a whole, the next writer begins it
 * anew; nobody waits for that. A writer that never pauses never lets it come to that: above a limit, and when it is
 * faster than it can be followed, writers are made to wait for a moment.
 */
final class LogKeeping {

    /** Below it is not worth the syncs; SQLite's own limit is 1000. */
    private static final long FRAMES = 250;

    private static final int ROUNDS = 2;

    /** At half the limit the log is to begin anew: the other half is for what is written until it can. */
    private static final int ROOM = 2;

    /** So much of the limit is copied back at once, that there is little left to do while writers wait. */
    private static final int PORTION = 4;

    /** So much is read at once. A writer that is ahead as much again is faster than it can be followed. */
    private static final int AHEAD = 8;

    /** So many times the limit, and a writer that is not caught up with is slowed down. */
    private static final int MUCH = 16;

    /** So much is read while it is slowed down: a few milliseconds. */
    private static final int SLICE = 16;

    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final WalTail tail;
    private final long limit;
    private final boolean allowed;
    private final boolean alone;
    private final BusyWriter writer;
    private final Restraint restraint;
    private long pause = SOON_NANOS;
    private long notBefore = System.nanoTime();
    private long waitPause;
    private long noWaitBefore = System.nanoTime();
    private int waitedFor;

    private int tried;
    private boolean behind;
    private boolean slowed;

    /** By a reader of the application's: making writers wait would not set it free. */
    private boolean held;

    LogKeeping(WalTail tail, FollowConfig config) {
        this.tail = tail;
        this.limit = config.limits().log();
        this.allowed = !config.readOnly();
        this.alone = config.alone();
        this.restraint = new Restraint(tail, config.alone());
        this.writer = new BusyWriter(tail, restraint, config.alone());
    }

    boolean isDue(long nanoTime) {
        return allowed && (writer.isOver(nanoTime) || isCopyDue(nanoTime) || isWaitDue(nanoTime));
    }

    private boolean isCopyDue(long nanoTime) {
        boolean much = !held && tail.unsaved() > limit / PORTION;
        return tail.frames() >= FRAMES && !tail.isReleasable() && (much || nanoTime - notBefore >= 0);
    }

    private boolean isWaitDue(long nanoTime) {
        return !held
                && tried == tail.generation()
                && tail.written() > limit / ROOM
                && !tail.isReleasable()
                && nanoTime - noWaitBefore >= 0;
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
        if (!allowed) {
            tail.consume(commits);
        } else if (!restrain(commits)) {
            read(commits);
            keep(commits);
        }
        return !tail.isReadInPart();
    }

    private void read(WalTail.Commits commits) throws GapException {
        tail.consume(commits, limit / (tail.written() > limit * MUCH ? SLICE : AHEAD));
        behind = tail.unread() > limit / AHEAD;
    }

    /** Makes writers wait when they must; false when they need not, or somebody else makes them wait. */
    private boolean restrain(WalTail.Commits commits) throws GapException {
        boolean near = tail.unread() <= limit / AHEAD;
        boolean full = near && isWaitDue(System.nanoTime());
        // Every second time: SQLite lets a writer sleep the longer, the longer it is kept waiting.
        boolean lost = !near && !held && !slowed && tail.written() > limit * MUCH;
        slowed = false;
        // Nobody waits until a large transaction is read.
        if (!(full || lost) || !tail.isEven(limit / AHEAD) || !restraint.begin()) {
            return false;
        }
        slowed = lost;
        try {
            read(commits);
            if (full) {
                tail.copyBackWhileWritersWait(commits);
            }
        } catch (SourceBusyException e) {
            // Somebody else copies back just now: as good as doing it oneself.
            noWaitBefore = System.nanoTime() + LATE_NANOS;
        } finally {
            restraint.end();
        }
        if (full) {
            waited();
        }
        return true;
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
        writer.watch(now);
        if (!isCopyDue(now)) {
            return;
        }
        try {
            copyBack(commits);
        } catch (SourceBusyException e) {
            // Somebody else copies back just now: as good as doing it oneself.
            pause = LATE_NANOS;
        }
        pause = tail.isReleasable() ? SOON_NANOS : Math.min(2 * pause, LATE_NANOS);
        notBefore = System.nanoTime() + pause;
    }

    /** Each round leaves less to copy than the one before: a short pause between two commits is enough in the end. */
    private void copyBack(WalTail.Commits commits) throws GapException {
        for (int i = 0; i < ROUNDS && (!behind || held) && !tail.isReleasable() && !isWaitDue(System.nanoTime()); i++) {
            tail.copyBack();
            seeWhetherHeld();
            read(commits);
        }
    }
}
