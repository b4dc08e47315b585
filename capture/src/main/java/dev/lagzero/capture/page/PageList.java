package dev.lagzero.capture.page;

import java.util.Arrays;

/** Page numbers, or indexes of cells, in a growing array. */
final class PageList {

    static final int[] NONE = {};

    private int[] pages = NONE;
    private int size;

    void add(int page) {
        if (size == pages.length) {
            pages = Arrays.copyOf(pages, Math.max(8, size * 2));
        }
        pages[size++] = page;
    }

    int get(int index) {
        return pages[index];
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int removeLast() {
        return pages[--size];
    }

    int[] asAdded() {
        return size == 0 ? NONE : Arrays.copyOf(pages, size);
    }

    /** The distinct pages, ascending. */
    int[] sorted() {
        int[] sorted = Arrays.copyOf(pages, size);
        Arrays.sort(sorted);
        int kept = 0;
        for (int page : sorted) {
            if (kept == 0 || sorted[kept - 1] != page) {
                sorted[kept++] = page;
            }
        }
        return kept == size ? sorted : Arrays.copyOf(sorted, kept);
    }
}
