package dev.lagzero.app.metrics;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.target.Arrivals;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers of transactions that are being applied when they were published and mapped. It forgets the oldest when there
 * are too many: those are not measured by stage. Safe for use by several threads.
 */
final class Passages implements Arrivals {

    private static final int MOST = 20_000;

    private record Key(String source, SourcePosition position) {}

    /** Milliseconds since 1970, by the clocks of those who did it. */
    record Passage(long publishedMillis, long mappedMillis) {}

    private final Map<Key, Passage> passages = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Passage> eldest) {
            return size() > MOST;
        }
    };

    @Override
    public synchronized void arrived(RowEvent.Ended ended, long publishedMillis, long mappedMillis) {
        if (mappedMillis >= 0 && !ended.snapshot()) {
            passages.put(new Key(ended.source(), ended.position()), new Passage(publishedMillis, mappedMillis));
        }
    }

    synchronized Optional<Passage> take(RowEvent.Ended ended) {
        return Optional.ofNullable(passages.remove(new Key(ended.source(), ended.position())));
    }
}
