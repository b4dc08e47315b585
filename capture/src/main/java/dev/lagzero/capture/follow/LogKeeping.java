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

    /** So much of the limit is left, at least, when they wait whatever is left to do. */
    private static final int RESERVE = 4;

    /** They are made slower so many times, if that helps, before they wait for all. */
    private static final int TIMES = 3;

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

    /** So much of the limit is written in a break that nobody can afford. */
    private static final int BREAK = 64;

    /** So long is read without a look at anything else. */
    private static final long READ_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Writers do not wait longer than that for what is left to be done, when there is no room for more. */
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Nor longer than that when the limit is passed: an application gives up after a second, or after five. */
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    /** So long the last part is tried again: a writer may be at the end of its commit. */
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

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
    private final Aside copying;
    private final OtherReader reader;
    private final Headroom headroom;
    private long pause = SOON_NANOS;
    private long notBefore = System.nanoTime();
    private long waitPause;
    private long noWaitBefore = System.nanoTime();
    private int waitedFor;
    private int tried;

    /** @param beside threads that nobody interrupts */
    LogKeeping(WalTail tail, FollowConfig config, Executor beside) {
        this.tail = tail;
        this.limit = config.limits().log();
        this.allowed = !config.readOnly();
        this.alone = config.alone();
        this.restraint = new Restraint(tail, config.alone());
        this.writer = new BusyWriter(tail, restraint, config.alone());
        this.copying = new Aside(beside);
        this.reader = new OtherReader(tail);
        this.headroom = new Headroom(limit / LITTLE, limit / RESERVE);
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
        return reader.isThere()
                ? reader.sinceLook() > limit / LITTLE
                : tail.unsaved() > limit / (tried == tail.generation() ? LITTLE : PORTION);
    }

    /** Whether writers must wait: little is left to be done, or they are too fast for what is left. */
    private boolean isWaitDue(long nanoTime) {
        long written = tail.written();
        if (!mayWait(written, nanoTime)) {
            return false;
        }
        boolean known = tried == tail.generation();
        long reserve = Math.clamp(TIMES * headroom.bytes(), limit / RESERVE, limit / ROOM);
        boolean urgent = written > limit - reserve && (known || copying.isRunning());
        boolean little = known && isLittleLeft() && tail.unread() <= limit / LATE;
        boolean due = written > limit / ROOM && (urgent || little) && !reader.isThere() && !tail.isReleasable();
        if (!due) {
            headroom.free(written);
        }
        return due;
    }

    /** Whether they had their break, or have written too much in it. */
    private boolean mayWait(long written, long nanoTime) {
        return nanoTime - noWaitBefore >= 0
                && (restraint.mayBegin(nanoTime) || (isTight(written) && headroom.since(written) > limit / BREAK));
    }

    /** Whether the limit is passed if writers may go on. */
    private boolean isTight(long written) {
        return written > limit - headroom.bytes();
    }

    /** Whether what is left to be copied back takes no longer than writers may wait. */
    private boolean isLittleLeft() {
        return !copying.isRunning() && tail.unsaved() <= limit / LITTLE;
    }

    /** Whether writers are about to be made to wait. */
    boolean isPressed() {
        boolean late = tail.unread() > limit / LATE || (tail.written() > limit / ROOM && !tail.isReleasable());
        return allowed && !reader.isThere() && late;
    }

    /** What keeps a long log from being copied back, and what to try; empty when nothing does. */
    String notice() {
        return reader.isThere() && tail.written() > limit / ROOM
                ? "a transaction of the application's reads for long, and keeps the log from being copied back: it grows"
                        + " until that one ends. Let it end, or read in shorter ones"
                : "";
    }

    private void copied() {
        reader.look(writer.isSpared() == alone);
        tried = tail.generation();
    }

    /**
     * Takes over what is committed, and copies back what is due.
     *
     * @return whether everything that was committed before the call is taken over
     */
    boolean follow(WalTail.Commits commits) throws GapException {
        if (copying.take()) {
            copied();
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
            long began = System.nanoTime();
            long written = tail.written();
            headroom.stopped(written);
            long most = written > limit ? LONGEST_NANOS : WAIT_NANOS;
            long until = began + (isTight(written) ? most : BRIEF_NANOS);
            while (!catchUp(commits) && !reader.isThere() && System.nanoTime() - until < 0) {
                if (!tail.isReadInPart()) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
            if (!tail.isReadInPart() && isLittleLeft()) {
                copyTheRest(began + most);
                tail.consume(commits);
                waited();
            }
        } catch (SourceBusyException e) {
            // Somebody else copies back just now: as good as doing it oneself.
            noWaitBefore = System.nanoTime() + SOON_NANOS;
        } finally {
            restraint.end();
        }
        return true;
    }

    /** Beside, too: a disk that takes its time must not keep writers for longer than they can wait. */
    private void copyTheRest(long until) {
        copying.begin(tail.copyingBack());
        long end = until;
        while (copying.isRunning() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
            if (copying.take()) {
                copied();
                end = Math.min(end, System.nanoTime() + AGAIN_NANOS);
                if (!tail.isCopiedBack()) {
                    copying.begin(tail.copyingBack());
                }
            }
        }
    }

    /** Reads on, and copies back beside it; returns whether little is left to be done. */
    private boolean catchUp(WalTail.Commits commits) throws GapException {
        if (copying.take()) {
            copied();
        }
        if (!copying.isRunning() && tail.unsaved() - tail.unread() > limit / LITTLE) {
            copying.begin(tail.copyingBack());
        }
        tail.consume(commits, limit / LATE);
        return !tail.isReadInPart() && isLittleLeft();
    }

    /** A reader of the application's may keep the log from beginning anew though it is copied back. */
    private void waited() {
        int generation = tail.generation();
        if (!tail.isReleasable()) {
            return;
        }
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
            copying.begin(tail.copyingBack());
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
                copied();
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
