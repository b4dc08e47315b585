package dev.lagzero.capture.follow;

import dev.lagzero.capture.file.SourceBusyException;
import dev.lagzero.capture.file.WalTail;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Copies a long log back beside the reading of it: our mark keeps what is not read yet, and most of what has to be
 * copied is in the file when writers are made to wait for the rest. One copy at a time.
 */
final class CopyingBack implements AutoCloseable {

    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

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
        beside.execute(this::copy);
    }

    private void copy() {
        work.lock();
        try {
            if (!stopped) {
                tail.copyBack();
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

    /** Waits for the one that is running, for a while; returns whether none is. */
    boolean await(long nanos) {
        long until = System.nanoTime() + nanos;
        while (running && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return !running;
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
