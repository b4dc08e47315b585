package dev.lagzero.capture.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One of the locks that SQLite's processes agree upon by bytes of the index of the log. It belongs to the process: SQLite,
 * in this process, takes it without noticing, and gives it away for both. A connection of somebody else in this process
 * would do the same, and could lose it to us while it works: nobody may hold this where others open the file.
 */
final class IndexLock {

    static final long WRITERS = 120;
    static final long COPYING_BACK = 121;

    private final long number;
    private final Supplier<@Nullable FileChannel> index;
    private final Function<IOException, RuntimeException> failed;
    private @Nullable FileLock lock;

    /**
     * @param number of the byte
     * @param index the index of the log, open for writing; null when there is none
     */
    IndexLock(long number, Supplier<@Nullable FileChannel> index, Function<IOException, RuntimeException> failed) {
        this.number = number;
        this.index = index;
        this.failed = failed;
    }

    /** Takes it, unless another process has it; returns whether it is held. */
    boolean take() {
        FileChannel channel = index.get();
        try {
            if (lock == null && channel != null) {
                lock = channel.tryLock(number, 1, false);
            }
            return lock != null;
        } catch (IOException e) {
            throw failed.apply(e);
        }
    }

    void give() {
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
