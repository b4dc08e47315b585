package dev.lagzero.capture.session;

import dev.lagzero.schemas.head.Head;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What happens by the clock, for all sources of a process: heads, several times a second and after every change, and a
 * look at the fence. Many sources beat less often, but well within a head's lease of two seconds.
 */
public final class Beats implements AutoCloseable {

    private static final long TICK_MILLIS = 250;
    private static final long FENCE_MILLIS = 500;

    /** A head costs the log as much as a change does: who is busy tells no more of them than anybody can read. */
    private static final long GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** So many sources cost one more tick between two of their heads. */
    private static final int CROWD = 250;

    private static final long MOST_TICKS = 3;

    private final Consumer<Head> heads;
    private final List<Beat> beats = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Beat> poked = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean sending = new AtomicBoolean();
    private volatile long sentAt = System.nanoTime() - GAP_NANOS;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "beat");
        thread.setDaemon(true);
        return thread;
    });

    Beats(Consumer<Head> heads, Runnable fence) {
        this.heads = heads;
        clock.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        clock.scheduleWithFixedDelay(fence::run, FENCE_MILLIS, FENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The heads of one source. */
    public final class Beat implements AutoCloseable {
        private final Supplier<Head> head;
        private final Consumer<Throwable> failed;
        private final AtomicBoolean due = new AtomicBoolean();
        private long waited;

        private Beat(Supplier<Head> head, Consumer<Throwable> failed) {
            this.head = head;
            this.failed = failed;
        }

        /** A head is due: now, or as soon as there was a pause since the last one. Pokes until then make one head. */
        public void poke() {
            if (due.compareAndSet(false, true)) {
                poked.add(this);
                if (sending.compareAndSet(false, true)) {
                    scheduleSending();
                }
            }
        }

        private void send() {
            try {
                heads.accept(head.get());
            } catch (RuntimeException | Error e) {
                close();
                failed.accept(e);
            }
        }

        @Override
        public void close() {
            beats.remove(this);
        }
    }

    /** @param failed told when the source's head could not be told */
    public Beat add(Supplier<Head> head, Consumer<Throwable> failed) {
        Beat beat = new Beat(head, failed);
        beats.add(beat);
        beat.poke();
        return beat;
    }

    private void sendPoked() {
        sentAt = System.nanoTime();
        sending.set(false);
        // Who pokes from now on has its own sending: to go on with it here would leave no gap.
        int due = poked.size();
        for (Beat beat = poked.poll(); beat != null; beat = --due > 0 ? poked.poll() : null) {
            beat.due.set(false);
            beat.send();
        }
    }

    private void tick() {
        long wait = Math.min(MOST_TICKS, beats.size() / CROWD);
        for (Beat beat : beats) {
            if (beat.waited++ >= wait) {
                beat.waited = 0;
                beat.send();
            }
        }
    }

    private void scheduleSending() {
        try {
            clock.schedule(this::sendPoked, sentAt + GAP_NANOS - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            sending.set(false);
        }
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
