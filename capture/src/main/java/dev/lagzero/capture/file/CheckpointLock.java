package dev.lagzero.capture.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * SQLite's lock of who copies the log back, held between two copies of our own. A writer of many transactions would
 * otherwise copy back, after each of them, the little that our mark set free since, and sync two files for it.
 *
 * <p>It is the lock of a byte, which belongs to the process: SQLite, in this process, takes it without noticing, and
 * gives it away for both. A connection of somebody else in this process would do the same, and could lose it to us
 * while it copies: nobody may hold this where others open the file.
 */
final class CheckpointLock {

    /** Its byte in the index of the log; 120 is that of the writers' lock. */
    private static final long BYTE = 121;

    /** A writer that finds nothing to copy back gives it back at once. */
    private static final int TRIES = 50;

    private final Supplier<@Nullable FileChannel> index;
    private final Function<IOException, RuntimeException> failed;
    private @Nullable FileLock lock;
    private boolean wanted;

    /** @param index the index of the log, open for writing; null when there is none */
    CheckpointLock(Supplier<@Nullable FileChannel> index, Function<IOException, RuntimeException> failed) {
        this.index = index;
        this.failed = failed;
    }

    /** Takes it, unless somebody has it. */
    void hold() {
        wanted = true;
        try {
            for (int i = 0; i < TRIES && lock == null; i++) {
                FileChannel channel = index.get();
                lock = channel == null ? null : channel.tryLock(BYTE, 1, false);
                if (lock == null) {
                    Thread.onSpinWait();
                }
            }
        } catch (IOException e) {
            throw failed.apply(e);
        }
    }

    /** To be called when SQLite has copied back. */
    void renew() {
        if (wanted) {
            drop();
            hold();
        }
    }

    void give() {
        wanted = false;
        drop();
    }

    private void drop() {
        FileLock held = lock;
        lock = null;
        try {
            if (held != null) {
                held.release();
            }
        } catch (IOException e) {
            throw failed.apply(e);
        }
    }
}
