package dev.lagzero.sink.heads;

import dev.lagzero.schemas.head.Head;
import dev.lagzero.sink.target.TargetException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps heads in memory. Safe for use by several threads. */
public final class InMemoryHeads implements HeadStore {

    private final Map<String, Head> heads = new HashMap<>();
    private final Deque<TargetException> failures = new ArrayDeque<>();
    private int saves;

    /** The next save throws this instead. */
    public synchronized void failNext(TargetException failure) {
        failures.add(failure);
    }

    @Override
    public synchronized void save(List<Head> newest) throws TargetException {
        TargetException failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
        saves++;
        newest.forEach(head -> heads.put(head.source(), head));
    }

    public synchronized Optional<Head> head(String source) {
        return Optional.ofNullable(heads.get(source));
    }

    public synchronized int saves() {
        return saves;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
