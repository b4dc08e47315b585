package dev.lagzero.capture.session;

import dev.lagzero.capture.publish.KafkaSilentException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What happens by the clock: a head several times a second and after every change, and a look at the fence. */
final class Beats implements AutoCloseable {

    private static final long HEAD_MILLIS = 250;
    private static final long FENCE_MILLIS = 500;

    private final ScheduledExecutorService clock;
    private final Runnable head;
    private final Runnable fence;
    private final Consumer<Throwable> failed;
    private volatile @Nullable Exception silence;
    private final AtomicBoolean poked = new AtomicBoolean();

    Beats(String source, Runnable head, Runnable fence, Consumer<Throwable> failed) {
        this.head = head;
        this.fence = fence;
        this.failed = failed;
        this.clock = Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "beat-" + source);
            thread.setDaemon(true);
            return thread;
        });
    }

    void start() {
        clock.scheduleWithFixedDelay(guarded(head), 0, HEAD_MILLIS, TimeUnit.MILLISECONDS);
        clock.scheduleWithFixedDelay(guarded(this::checkFence), FENCE_MILLIS, FENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A head is due now. Several pokes at once make one head. */
    void poke() {
        if (poked.compareAndSet(false, true)) {
            try {
                clock.execute(guarded(() -> {
                    poked.set(false);
                    head.run();
                }));
            } catch (RejectedExecutionException closed) {
                poked.set(false);
            }
        }
    }

    /** While Kafka is silent nobody can claim either; the next look makes up for it. */
    private void checkFence() {
        try {
            fence.run();
            silence = null;
        } catch (KafkaSilentException e) {
            silence = e;
        }
    }

    /** Why the fence could not be looked at the last time, null when it could. */
    @Nullable
    Exception silence() {
        return silence;
    }

    private Runnable guarded(Runnable beat) {
        return () -> {
            try {
                beat.run();
            } catch (RuntimeException | Error e) {
                if (!clock.isShutdown()) {
                    failed.accept(e);
                }
                throw e;
            }
        };
    }

    @Override
    public void close() {
        clock.shutdownNow();
        try {
            clock.awaitTermination(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
