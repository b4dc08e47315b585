package dev.lagzero.capture.file;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Copies a write-ahead log back into its database file, so that a writer can begin it anew. Nobody waits for it, unless
 * writers are locked on purpose. Copying back may go on beside everything else.
 */
public final class Checkpoints implements AutoCloseable {

    private static final long LOCK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    private final SqliteSession copying;
    private final SqliteSession locking;
    private final boolean allowed;
    private final CheckpointLock lock;
    private final IndexLock writers;
    private boolean begun;

    /** SQLite's lock of who copies back belongs to the process: while it works, ours must not be given away beneath it. */
    private final ReentrantLock work = new ReentrantLock();

    /** @param allowed the log may be copied back, and writers may be made to wait */
    Checkpoints(SqliteSession copying, SqliteSession locking, boolean allowed, CheckpointLock lock, IndexLock writers) {
        this.lock = lock;
        this.writers = writers;
        this.copying = copying;
        this.locking = locking;
        this.allowed = allowed;
    }

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
     * Makes writers wait. Waiting in SQLite would starve behind a busy writer: it is tried again and again for a short
     * while.
     *
     * @param alone nobody else in this process opens the file; then a writer cannot get in between two looks at its log
     * @return false when somebody else makes them wait already, and goes on doing so
     */
    public boolean lockWriters(boolean alone) {
        long until = System.nanoTime() + LOCK_NANOS;
        while (allowed) {
            if (alone ? writers.take() : begin()) {
                return true;
            }
            if (System.nanoTime() - until > 0) {
                return false;
            }
            // Who sleeps is woken before those who compute; who spins is in the writer's way on a busy machine.
            LockSupport.parkNanos(PAUSE_NANOS);
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
