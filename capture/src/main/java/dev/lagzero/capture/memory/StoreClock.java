package dev.lagzero.capture.memory;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** What a store does by the clock: heads, several times a second and after every change, and keeping house. */
final class StoreClock implements AutoCloseable {

    private static final long HEAD_MILLIS = 250;
    private static final long HOUSE_MILLIS = 500;

    private final ScheduledExecutorService threads;
    private final Runnable head;
    private final Runnable house;
    private final Consumer<Throwable> failed;
    private final AtomicBoolean poked = new AtomicBoolean();

    StoreClock(String source, Runnable head, Runnable house, Consumer<Throwable> failed) {
        this.head = head;
        this.house = house;
        this.failed = failed;
        this.threads = Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "beat-" + source);
            thread.setDaemon(true);
            return thread;
        });
    }

    void start() {
        threads.scheduleWithFixedDelay(guarded(head), 0, HEAD_MILLIS, TimeUnit.MILLISECONDS);
        threads.scheduleWithFixedDelay(guarded(house), HOUSE_MILLIS, HOUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A head is due now. Several pokes at once make one head. */
    void poke() {
        if (poked.compareAndSet(false, true)) {
            try {
                threads.schedule(
                        guarded(() -> {
                            poked.set(false);
                            head.run();
                        }),
                        1,
                        TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException closed) {
                poked.set(false);
            }
        }
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                if (!threads.isShutdown()) {
                    failed.accept(e);
                }
                throw e;
            }
        };
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
