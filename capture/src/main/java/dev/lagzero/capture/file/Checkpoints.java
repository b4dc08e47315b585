package dev.lagzero.capture.file;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Copies a write-ahead log back into its database file, so that a writer can begin it anew. Nobody waits for it, unless
 * writers are locked on purpose. Copying back may go on beside everything else.
 */
public final class Checkpoints implements AutoCloseable {

    /** Who tries for longer reads nothing meanwhile. */
    private static final long LOCK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final SqliteSession copying;
    private final SqliteSession locking;
    private final boolean allowed;
    private final CheckpointLock lock;
    private final IndexLock writers;
    private final BetweenCommits between;
    private boolean begun;

    /** SQLite's lock of who copies back belongs to the process: while it works, ours must not be given away beneath it. */
    private final ReentrantLock work = new ReentrantLock();

    /** @param allowed the log may be copied back, and writers may be made to wait */
    Checkpoints(SqliteSession copying, SqliteSession locking, boolean allowed, Locks locks) {
        this.lock = locks.copyingBack();
        this.writers = locks.writers();
        this.between = locks.between();
        this.copying = copying;
        this.locking = locking;
        this.allowed = allowed;
    }

    /** What is taken beside SQLite, and when it is worth trying. */
    record Locks(CheckpointLock copyingBack, IndexLock writers, BetweenCommits between) {}

    void passive() {
        if (!allowed) {
            return;
        }
        work.lock();
        try {
            copying.run("PRAGMA wal_checkpoint(PASSIVE)");
        } finally {
            lock.renew();
            work.unlock();
        }
    }

    /**
     * From now on nobody else copies back. Only for a process in which nobody else opens the file: the lock is taken
     * beside SQLite.
     *
     * @return false when somebody copies back just now
     */
    public boolean keepOthersOut() {
        work.lock();
        try {
            return lock.hold();
        } finally {
            work.unlock();
        }
    }

    public void letOthersIn() {
        work.lock();
        try {
            lock.give();
        } finally {
            work.unlock();
        }
    }

    /**
     * Makes writers wait. Waiting in SQLite would starve behind a busy writer: it is tried for a short while, each time
     * that one has committed.
     *
     * @param alone nobody else in this process opens the file; then a writer cannot get in between two looks at its log
     * @return false when somebody writes or makes them wait already, and goes on doing so
     */
    public boolean lockWriters(boolean alone) {
        long until = System.nanoTime() + LOCK_NANOS;
        between.begin();
        while (allowed) {
            if (alone ? writers.take() : begin()) {
                return true;
            }
            if (System.nanoTime() - until > 0) {
                return false;
            }
            between.await();
        }
        return false;
    }

    private boolean begin() {
        try {
            // SQLite gives the writers' lock to nobody who said not to write.
            locking.run("PRAGMA query_only = 0");
            locking.run("BEGIN IMMEDIATE");
            begun = true;
        } catch (SourceBusyException e) {
            begun = false;
        }
        return begun;
    }

    public void unlockWriters() {
        writers.give();
        if (begun) {
            begun = false;
            locking.run("ROLLBACK");
        }
    }

    /** Disconnects; it connects again when there is something to do. */
    @Override
    public void close() {
        work.lock();
        try {
            lock.give();
            unlockWriters();
            copying.close();
            locking.close();
        } finally {
            work.unlock();
        }
    }
}
