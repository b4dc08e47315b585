package dev.lagzero.capture.shadow;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pages read lately, by number and by where they were found: a set never changes, and what the shadow holds is forgotten
 * when it is folded over. Thread-safe.
 */
final class PageCache {

    private static final long MOST_BYTES = 8 << 20;

    /** Stands for the shadow where a set's sequence would. */
    static final long SHADOW = 0;

    private record Key(int page, long sequence) {}

    private final Map<Key, byte[]> pages = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    synchronized byte @Nullable [] get(int page, long sequence) {
        return pages.get(new Key(page, sequence));
    }

    synchronized void put(int page, long sequence, byte[] content) {
        byte[] before = pages.put(new Key(page, sequence), content);
        bytes += content.length - (before == null ? 0 : before.length);
        var eldest = pages.entrySet().iterator();
        while (bytes > MOST_BYTES) {
            bytes -= eldest.next().getValue().length;
            eldest.remove();
        }
    }

    synchronized void remove(int page, long sequence) {
        byte[] before = pages.remove(new Key(page, sequence));
        bytes -= before == null ? 0 : before.length;
    }

    synchronized void clear() {
        pages.clear();
        bytes = 0;
    }
}
