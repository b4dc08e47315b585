package dev.lagzero.sink.heads;

import dev.lagzero.schemas.head.Head;
import dev.lagzero.sink.retry.Backoff;
import dev.lagzero.sink.target.TargetException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The newest head of each source, handed on at most four times a second, and again after a pause when that failed. */
final class NewestHeads {

    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Map<String, Long> epochs = new HashMap<>();
    private final Map<String, Head> waiting = new LinkedHashMap<>();
    private final Backoff backoff = new Backoff(new Random());
    private long due = System.nanoTime();
    private volatile Optional<String> trouble = Optional.empty();

    /** A capture that has lost its source to a later claim may still talk: it is not listened to. */
    void add(Head head) {
        long epoch = head.head().epoch();
        if (epoch >= epochs.getOrDefault(head.source(), 0L)) {
            epochs.put(head.source(), epoch);
            waiting.put(head.source(), head);
        }
    }

    void hand(HeadStore store) throws TargetException {
        if (waiting.isEmpty() || System.nanoTime() - due < 0) {
            return;
        }
        try {
            store.save(List.copyOf(waiting.values()));
            waiting.clear();
            due = System.nanoTime() + INTERVAL_NANOS;
            backoff.reset();
            trouble = Optional.empty();
        } catch (TargetException.Unavailable | TargetException.Blocked e) {
            due = System.nanoTime() + backoff.pause().toNanos();
            trouble = Optional.of(e.getMessage());
        }
    }

    void trouble(String cause) {
        trouble = Optional.of(cause);
    }

    /** Why heads are not handed on. */
    Optional<String> trouble() {
        return trouble;
    }
}
