package dev.lagzero.capture.shadow;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Pages read lately, of all sources of a process together. A page is known by its source, its number and where it was
 * found: a set never changes, and what a shadow holds is forgotten when it is folded over. Each page has one place, and
 * neighbours have places side by side: a database that fits keeps all of its pages. Thread-safe.
 */
public final class PageCache {

    private static final long MOST_BYTES = 8 << 20;

    /** A power of two: pages of 2 KB fill them. */
    private static final int PLACES = 4096;

    /** Stands for the shadow where a set's sequence would. */
    static final long SHADOW = 0;

    private record Kept(Share owner, int page, long sequence, byte[] content) {}

    private final AtomicReferenceArray<@Nullable Kept> places = new AtomicReferenceArray<>(PLACES);
    private final AtomicLong bytes = new AtomicLong();

    /** Where pages make way next, when there are too many. */
    private final AtomicInteger hand = new AtomicInteger();

    /** What one source may use. */
    Share share() {
        return new Share();
    }

    /** Bytes of all pages that are kept. */
    long bytes() {
        return bytes.get();
    }

    private void set(int place, @Nullable Kept kept) {
        count(kept, places.getAndSet(place, kept));
    }

    private void drop(int place, Kept kept) {
        if (places.compareAndSet(place, kept, null)) {
            count(null, kept);
        }
    }

    private void count(@Nullable Kept now, @Nullable Kept before) {
        int more = (now == null ? 0 : now.content.length) - (before == null ? 0 : before.content.length);
        if (more != 0) {
            bytes.addAndGet(more);
        }
    }

    private void makeWay() {
        while (bytes.get() > MOST_BYTES) {
            set(hand.getAndIncrement() & PLACES - 1, null);
        }
    }

    /** The pages of one source. */
    final class Share {

        /** Otherwise the first pages of all sources would want the same places. */
        private final int shift = System.identityHashCode(this);

        byte @Nullable [] get(int page, long sequence) {
            Kept kept = places.get(place(page));
            return kept != null && isAt(kept, page, sequence) ? kept.content : null;
        }

        void put(int page, long sequence, byte[] content) {
            set(place(page), new Kept(this, page, sequence, content));
            makeWay();
        }

        void remove(int page, long sequence) {
            Kept kept = places.get(place(page));
            if (kept != null && isAt(kept, page, sequence)) {
                drop(place(page), kept);
            }
        }

        void clear() {
            for (int place = 0; place < PLACES; place++) {
                Kept kept = places.get(place);
                if (kept != null && kept.owner == this) {
                    drop(place, kept);
                }
            }
        }

        private boolean isAt(Kept kept, int page, long sequence) {
            return kept.page == page && kept.owner == this && kept.sequence == sequence;
        }

        private int place(int page) {
            return page + shift & PLACES - 1;
        }
    }
}
