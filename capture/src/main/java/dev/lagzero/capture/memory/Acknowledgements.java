package dev.lagzero.capture.memory;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** How far Kafka holds a source, and those who wait for it. Thread-safe. */
final class Acknowledgements {

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private volatile SourcePosition newest;
    private @Nullable Throwable failure;

    private record Waiting(SourcePosition position, CompletableFuture<SourcePosition> future) {}

    Acknowledgements(SourcePosition newest) {
        this.newest = newest;
    }

    SourcePosition newest() {
        return newest;
    }

    CompletableFuture<SourcePosition> of(SourcePosition position) {
        CompletableFuture<SourcePosition> future = new CompletableFuture<>();
        synchronized (this) {
            if (position.isAfter(newest) && failure == null) {
                waiting.add(new Waiting(position, future));
                return future;
            }
        }
        if (position.isAfter(newest)) {
            future.completeExceptionally(failed());
        } else {
            future.complete(position);
        }
        return future;
    }

    private synchronized CaptureFault failed() {
        Throwable cause = failure;
        return new CaptureFault(
                "the store has stopped before Kafka held the write: "
                        + (cause == null ? "it was closed" : cause.getMessage())
                        + " The write stands in the journal and is told when the store is opened again.",
                cause);
    }

    void reached(SourcePosition position) {
        List<Waiting> due = new ArrayList<>();
        synchronized (this) {
            newest = position;
            waiting.removeIf(each -> {
                boolean there = !each.position().isAfter(position);
                if (there) {
                    due.add(each);
                }
                return there;
            });
        }
        due.forEach(each -> each.future().complete(each.position()));
    }

    void fail(Throwable cause) {
        List<Waiting> lost;
        synchronized (this) {
            failure = failure == null ? cause : failure;
            lost = List.copyOf(waiting);
            waiting.clear();
        }
        lost.forEach(each -> each.future().completeExceptionally(failed()));
    }
}
