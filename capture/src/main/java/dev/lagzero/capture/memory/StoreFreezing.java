package dev.lagzero.capture.memory;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.store.Frozen;
import dev.lagzero.capture.store.Store;
import dev.lagzero.schemas.position.SourcePosition;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Shows a store at one position. What it holds now, or will hold, is copied at that moment under its lock; what it held
 * is read out of the topic. Either way it is shown when Kafka holds it.
 */
final class StoreFreezing {

    private final String source;
    private final Store store;
    private final Acknowledgements acknowledgements;
    private final Function<SourcePosition, Frozen> past;

    /** @param past reads out of the topic what was at a position */
    StoreFreezing(
            String source, Store store, Acknowledgements acknowledgements, Function<SourcePosition, Frozen> past) {
        this.source = source;
        this.store = store;
        this.acknowledgements = acknowledgements;
        this.past = past;
    }

    Frozen newest(Duration patience) {
        Frozen frozen = store.freeze();
        await(acknowledgements.of(frozen.position()), frozen.position(), System.nanoTime() + patience.toNanos());
        return frozen;
    }

    Frozen at(SourcePosition at, Duration patience) {
        if (at.sequence() == 0) {
            throw new CaptureFault(say("is nothing yet at " + at + ": ask for a transaction of the epoch."));
        }
        if (at.epoch() > store.newest().epoch()) {
            throw new CaptureFault(
                    say("is in epoch " + store.newest().epoch() + ", and " + at + " is of a later one."));
        }
        long until = System.nanoTime() + patience.toNanos();
        Optional<CompletableFuture<Frozen>> coming = store.frozenAt(at);
        if (coming.isEmpty()) {
            await(acknowledgements.of(at), at, until);
            return past.apply(at);
        }
        try {
            // Whatever ends the store ends the waiting for its acknowledgement, too.
            CompletableFuture<SourcePosition> there = acknowledgements.of(at);
            await(there, at, until);
            return await(coming.get(), at, until);
        } finally {
            store.thaw(at, coming.get());
        }
    }

    private <T> T await(CompletableFuture<T> what, SourcePosition at, long until) {
        try {
            return what.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            SourcePosition newest = store.newest();
            throw new CaptureFault(
                    at.isAfter(newest)
                            ? say("did not come to " + at + " in time; it is at " + newest + ". Ask for that one.")
                            : say("is not in the log up to " + at + " in time; that ends at "
                                    + acknowledgements.newest() + ". Is Kafka there?"),
                    e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CaptureFault fault
                    ? fault
                    : new CaptureFault(e.getCause().toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CaptureFault(say("was not waited for: interrupted before " + at), e);
        }
    }

    private String say(String what) {
        return "source " + source + " " + what;
    }
}
