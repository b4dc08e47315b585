package dev.lagzero.capture.shadow;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Pages read lately, by number and by where they were found: a set never changes, and what the shadow holds is forgotten
 * when it is folded over. A page has one place, whose last one goes when another takes it. Thread-safe.
 */
final class PageCache {

    private static final int MOST_BYTES = 8 << 20;
    private static final int FACTOR = 0x9E3779B9;

    /** Stands for the shadow where a set's sequence would. */
    static final long SHADOW = 0;

    private record Kept(int page, long sequence, byte[] content) {}

    private volatile AtomicReferenceArray<@Nullable Kept> places = new AtomicReferenceArray<>(0);

    byte @Nullable [] get(int page, long sequence) {
        AtomicReferenceArray<@Nullable Kept> now = places;
        Kept kept = now.length() == 0 ? null : now.get(place(page, now.length()));
        return kept != null && kept.page == page && kept.sequence == sequence ? kept.content : null;
    }

    void put(int page, long sequence, byte[] content) {
        AtomicReferenceArray<@Nullable Kept> now = places;
        int length = MOST_BYTES / content.length;
        if (now.length() != length) {
            now = new AtomicReferenceArray<>(length);
            places = now;
        }
        now.set(place(page, length), new Kept(page, sequence, content));
    }

    void remove(int page, long sequence) {
        AtomicReferenceArray<@Nullable Kept> now = places;
        if (now.length() > 0) {
            int place = place(page, now.length());
            Kept kept = now.get(place);
            if (kept != null && kept.page == page && kept.sequence == sequence) {
                now.set(place, null);
            }
        }
    }

    void clear() {
        places = new AtomicReferenceArray<>(0);
    }

    /** @param length a power of two */
    private static int place(int page, int length) {
        return page * FACTOR >>> 8 & length - 1;
    }
}
