package dev.lagzero.capture.file;

/**
 * SQLite's lock of who copies the log back, held between two copies of our own. A writer of many transactions would
 * otherwise copy back, after each of them, the little that our mark set free since, and sync two files for it.
 */
final class CheckpointLock {

    /** A writer that finds nothing to copy back gives it back at once. */
    private static final int TRIES = 50;

    private final IndexLock lock;
    private boolean wanted;

    CheckpointLock(IndexLock lock) {
        this.lock = lock;
    }

    /** Takes it, unless somebody has it; returns whether it is held. */
    boolean hold() {
        wanted = true;
        boolean held = lock.take();
        for (int i = 0; i < TRIES && !held; i++) {
            Thread.onSpinWait();
            held = lock.take();
        }
        return held;
    }

    /** To be called when SQLite has copied back: with its lock it gave ours away. */
    void renew() {
        if (wanted) {
            lock.give();
            wanted = hold();
        }
    }

    void give() {
        wanted = false;
        lock.give();
    }
}
