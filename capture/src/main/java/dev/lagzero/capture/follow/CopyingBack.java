package dev.lagzero.capture.follow;

import dev.lagzero.capture.file.SourceBusyException;
import dev.lagzero.capture.file.WalTail;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Copies a long log back beside the reading of it: our mark keeps what is not read yet, and most of what has to be
 * copied is in the file when writers are made to wait for the rest. One copy at a time.
 */
final class CopyingBack implements AutoCloseable {

    private final WalTail tail;
    private final Executor beside;
    private final ReentrantLock work = new ReentrantLock();
    private volatile boolean running;
    private volatile boolean ended;
    private volatile @Nullable Throwable failure;
    private boolean stopped;

    /** @param beside threads that nobody interrupts */
    CopyingBack(WalTail tail, Executor beside) {
        this.tail = tail;
        this.beside = beside;
    }

    boolean isRunning() {
        return running;
    }

    /** Whether one has ended of which nobody {@linkplain #take knows} yet. */
    boolean hasEnded() {
        return ended;
    }

    /** Whether one has ended since it was asked last; throws what it failed with. */
    boolean take() {
        boolean any = ended;
        ended = false;
        Throwable reason = failure;
        if (reason instanceof Error error) {
            throw error;
        }
        if (reason instanceof RuntimeException exception) {
            throw exception;
        }
        return any;
    }

    void begin() {
        running = true;
        Runnable task = tail.copyingBack();
        beside.execute(() -> copy(task));
    }

    private void copy(Runnable task) {
        work.lock();
        try {
            if (!stopped) {
                task.run();
            }
        } catch (RuntimeException | Error e) {
            // That somebody else copies back just now is as good as doing it oneself.
            failure = e instanceof SourceBusyException ? null : e;
        } finally {
            ended = true;
            running = false;
            work.unlock();
        }
    }

    /** Returns when none is running; there will be none. */
    @Override
    public void close() {
        work.lock();
        try {
            stopped = true;
        } finally {
            work.unlock();
        }
    }
}
