package dev.lagzero.capture.follow;

import dev.lagzero.capture.file.SourceBusyException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Work for the disk beside the turns of a source, so that its log is read on meanwhile: one piece at a time, and what it
 * came to is known before the next is begun.
 */
final class Aside implements AutoCloseable {

    private final Executor beside;
    private final ReentrantLock work = new ReentrantLock();
    private volatile State state = State.NONE;
    private volatile @Nullable Throwable failure;
    private boolean stopped;

    private enum State {
        NONE,
        RUNNING,
        ENDED
    }

    /** @param beside threads that nobody interrupts */
    Aside(Executor beside) {
        this.beside = beside;
    }

    /** Whether one is running, or has ended of which nobody {@linkplain #take knows} yet: what it came to is not to be mixed up. */
    boolean isRunning() {
        return state != State.NONE;
    }

    /** Whether one has ended of which nobody {@linkplain #take knows} yet. */
    boolean hasEnded() {
        return state == State.ENDED;
    }

    /** Whether one has ended since it was asked last; throws what it failed with. */
    boolean take() {
        boolean any = state == State.ENDED;
        if (any) {
            state = State.NONE;
        }
        Throwable reason = failure;
        if (reason instanceof Error error) {
            throw error;
        }
        if (reason instanceof RuntimeException exception) {
            throw exception;
        }
        return any;
    }

    void begin(Runnable task) {
        state = State.RUNNING;
        beside.execute(() -> run(task));
    }

    private void run(Runnable task) {
        work.lock();
        try {
            if (!stopped) {
                task.run();
            }
        } catch (RuntimeException | Error e) {
            // That somebody else copies back just now is as good as doing it oneself.
            failure = e instanceof SourceBusyException ? null : e;
        } finally {
            state = State.ENDED;
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
