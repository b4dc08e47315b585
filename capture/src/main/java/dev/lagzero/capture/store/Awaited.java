package dev.lagzero.capture.store;

import dev.lagzero.schemas.position.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Copies of a store that somebody wants at positions to come. Used under the store's lock. */
final class Awaited {

    private final NavigableMap<SourcePosition, List<CompletableFuture<Frozen>>> wanted = new TreeMap<>();

    CompletableFuture<Frozen> at(SourcePosition at) {
        CompletableFuture<Frozen> copy = new CompletableFuture<>();
        wanted.computeIfAbsent(at, none -> new ArrayList<>()).add(copy);
        return copy;
    }

    boolean isAny() {
        return !wanted.isEmpty();
    }

    /** The store shows a position: whoever waits for it gets a copy, one for all. */
    void shown(SourcePosition newest, Supplier<Frozen> copy) {
        if (!wanted.isEmpty() && wanted.containsKey(newest)) {
            Frozen frozen = copy.get();
            wanted.remove(newest).forEach(each -> each.complete(frozen));
        }
    }

    boolean remove(SourcePosition at, CompletableFuture<Frozen> copy) {
        List<CompletableFuture<Frozen>> waiting = wanted.getOrDefault(at, new ArrayList<>());
        boolean removed = waiting.remove(copy);
        if (waiting.isEmpty()) {
            wanted.remove(at);
        }
        return removed;
    }
}
