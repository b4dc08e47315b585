package dev.lagzero.sink.postgres;

import dev.lagzero.sink.target.TargetException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Works beside its caller, on one thing at a time: who brings the next one waits for the one before, and is told what
 * became of it. Used by one thread.
 */
final class Beside implements AutoCloseable {

    /** Something that takes a while. */
    @FunctionalInterface
    interface Work {
        void run() throws TargetException;
    }

    private final ExecutorService thread;
    private @Nullable Future<?> running;

    /** @param name of the thread that works */
    Beside(String name) {
        thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
    }

    /** Returns when the work before has ended and this one has begun; throws what the one before threw. */
    void begin(Work work) throws TargetException {
        await();
        running = thread.submit(() -> {
            work.run();
            return null;
        });
    }

    /** Returns when nothing is being worked on; throws what the last work threw. */
    void await() throws TargetException {
        Future<?> last = running;
        running = null;
        if (last == null) {
            return;
        }
        try {
            last.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TargetException.Unavailable("the sink was interrupted while the target was at work", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case TargetException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** Returns when the work has ended. What became of it does not matter any more. */
    @Override
    public void close() {
        thread.close();
    }
}
