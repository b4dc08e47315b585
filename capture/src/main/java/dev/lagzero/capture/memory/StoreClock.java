package dev.lagzero.capture.memory;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Keeps a store's house, twice a second. */
final class StoreClock implements AutoCloseable {

    private static final long HOUSE_MILLIS = 500;

    private final ScheduledExecutorService thread;
    private final Runnable house;
    private final Consumer<Throwable> failed;

    StoreClock(String source, Runnable house, Consumer<Throwable> failed) {
        this.house = house;
        this.failed = failed;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "house-" + source);
            made.setDaemon(true);
            return made;
        });
    }

    void start() {
        thread.scheduleWithFixedDelay(this::keep, HOUSE_MILLIS, HOUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void keep() {
        try {
            house.run();
        } catch (RuntimeException | Error e) {
            if (!thread.isShutdown()) {
                failed.accept(e);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
