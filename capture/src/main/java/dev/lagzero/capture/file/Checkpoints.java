package dev.lagzero.capture.file;

import java.util.concurrent.TimeUnit;

/**
 * Copies a write-ahead log back into its database file, so that a writer can begin it anew. Nobody waits for it, unless
 * writers are locked on purpose.
 */
final class Checkpoints implements AutoCloseable {

    private static final long LOCK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final SqliteSession copying;
    private final SqliteSession locking;
    private final boolean allowed;
    private final CheckpointLock lock;

    Checkpoints(SqliteSession copying, SqliteSession locking, boolean allowed, CheckpointLock lock) {
        this.lock = lock;
        this.copying = copying;
        this.locking = locking;
        this.allowed = allowed;
    }

    void passive() {
        if (allowed) {
            try {
                copying.run("PRAGMA wal_checkpoint(PASSIVE)");
            } finally {
                lock.renew();
            }
        }
    }

    /** From now on nobody else copies back, if nobody does just now; for when nothing waits for a copy of others. */
    void keepOthersOut() {
        lock.hold();
    }

    void letOthersIn() {
        lock.give();
    }

    /** Waiting in SQLite would starve behind a busy writer: it is tried again and again for a short while. */
    boolean lockWriters() {
        if (allowed) {
            // SQLite gives the writers' lock to nobody who said not to write.
            locking.run("PRAGMA query_only = 0");
        }
        long until = System.nanoTime() + LOCK_NANOS;
        while (allowed) {
            try {
                locking.run("BEGIN IMMEDIATE");
                return true;
            } catch (SourceBusyException e) {
                if (System.nanoTime() - until > 0) {
                    return false;
                }
                Thread.onSpinWait();
            }
        }
        return false;
    }

    void unlockWriters() {
        locking.run("ROLLBACK");
    }

    /** Disconnects; it connects again when there is something to do. */
    @Override
    public void close() {
        lock.give();
        copying.close();
        locking.close();
    }
}
