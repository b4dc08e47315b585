package dev.lagzero.capture.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Batches that are made before anybody asks for them, by a thread that ends when somebody does. */
final class Prepared {

    /** So much is made ahead; it is in memory until it is asked for. */
    private static final long BYTES = 4 << 20;

    private static final long PATIENCE_SECONDS = 20;

    private final Supplier<List<Outgoing>> maker;
    private final Deque<List<Outgoing>> batches = new ArrayDeque<>();
    private final CompletableFuture<Void> made = new CompletableFuture<>();
    private boolean begun;
    private volatile boolean asked;

    /** @param maker makes the next batch, for one thread at a time; an empty one when there is none */
    Prepared(Supplier<List<Outgoing>> maker) {
        this.maker = maker;
    }

    /** Begins to make them, once, unless somebody has asked already. */
    synchronized void begin() {
        if (!asked && !begun) {
            begun = true;
            Thread.ofPlatform().daemon().name("prepare").start(this::make);
        }
    }

    private void make() {
        try {
            long bytes = 0;
            for (List<Outgoing> batch = maker.get(); !batch.isEmpty(); batch = maker.get()) {
                batches.add(batch);
                bytes += batch.stream().mapToLong(Outgoing::size).sum();
                if (asked || bytes >= BYTES) {
                    break;
                }
            }
            made.complete(null);
        } catch (RuntimeException | Error e) {
            made.completeExceptionally(e);
        }
    }

    /** The next batch. From the first call on, only the caller makes any. */
    List<Outgoing> next() throws InterruptedException {
        ask();
        try {
            made.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            throw new IllegalStateException(e.getCause());
        }
        List<Outgoing> ready = batches.poll();
        return ready == null ? maker.get() : ready;
    }

    private synchronized void ask() {
        asked = true;
        if (!begun) {
            begun = true;
            made.complete(null);
        }
    }

    /** Returns when nothing is made ahead any more, or when that takes too long. */
    void stop() {
        ask();
        try {
            made.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException nobodyAsksForIt) {
            asked = true;
        }
    }
}
