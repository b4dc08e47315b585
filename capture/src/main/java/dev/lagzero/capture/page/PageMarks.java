package dev.lagzero.capture.page;

/** A number for each of a few pages; 0 for all others. */
final class PageMarks {

    private static final int FACTOR = 0x9E3779B9;

    private static final int LEAST = 16;

    private int[] pages;
    private int[] marks;
    private int used;

    PageMarks() {
        this(LEAST);
    }

    /** @param expected about how many pages have a number */
    PageMarks(int expected) {
        int slots = Integer.highestOneBit(Math.max(LEAST, expected)) * 4;
        pages = new int[slots];
        marks = new int[slots];
    }

    /** The page's number; 0 when there is none. */
    int get(int page) {
        return marks[slot(page)];
    }

    /** @param mark not 0 */
    void set(int page, int mark) {
        int slot = slot(page);
        if (marks[slot] == 0) {
            used++;
        }
        pages[slot] = page;
        marks[slot] = mark;
        if (used * 2 > pages.length) {
            grow();
        }
    }

    private int slot(int page) {
        int mask = pages.length - 1;
        int slot = page * FACTOR >>> 8 & mask;
        while (marks[slot] != 0 && pages[slot] != page) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        int[] oldPages = pages;
        int[] oldMarks = marks;
        pages = new int[oldPages.length * 2];
        marks = new int[pages.length];
        used = 0;
        for (int i = 0; i < oldPages.length; i++) {
            if (oldMarks[i] != 0) {
                set(oldPages[i], oldMarks[i]);
            }
        }
    }
}
