package dev.lagzero.capture.page;

import java.util.Arrays;

/**
 * Which cells of a leaf of a table may hold other rows than before: all but those that stand, byte by byte, where they
 * stood. Most transactions change a row or two of a page, and the others need not be looked at.
 */
final class LeafDifference {

    /** More stretches of bytes that differ are taken for one. */
    private static final int MOST_STRETCHES = 16;

    /** Bytes that are compared at once; a page is a multiple of it. */
    private static final int WORD = 8;

    private static final int TOGETHER = 2 * WORD;

    private final BtreePage was;
    private final BtreePage is;
    private final int[] stretches = new int[2 * MOST_STRETCHES];
    private int count;

    /** The first stretch that a cell may be in. */
    private int first;

    private final PageList before = new PageList();
    private final PageList after = new PageList();

    private LeafDifference(BtreePage was, BtreePage is) {
        this.was = was;
        this.is = is;
    }

    /** @param was and {@code is} leaves of a table under the same number, in two states of a database of one format */
    static LeafDifference of(BtreePage was, BtreePage is) {
        LeafDifference difference = new LeafDifference(was, is);
        difference.findStretches();
        difference.passPlaces();
        try {
            difference.compare();
        } catch (ArrayIndexOutOfBoundsException e) {
            throw new CorruptPageException(was.number(), "a cell of it runs past its end");
        }
        return difference;
    }

    /** Adds what may differ to the leaves of either state. */
    void into(LeafList old, LeafList now) {
        old.add(was, before.asAdded());
        now.add(is, after.asAdded());
    }

    /** Bytes that differ, as pairs of begin and end; bytes around and between two of them may be counted in. */
    private void findStretches() {
        byte[] old = was.bytes();
        byte[] now = is.bytes();
        int end = Math.min(old.length, now.length);
        for (int at = difference(old, now, 0, end); at < end; ) {
            int next = at + WORD;
            for (int last = at; next < end && next - last <= TOGETHER; next += WORD) {
                last = BigEndian.int64(old, next) == BigEndian.int64(now, next) ? last : next;
            }
            boolean full = count == MOST_STRETCHES - 1;
            stretches[2 * count] = at;
            stretches[2 * count + 1] = full ? end : next;
            count++;
            at = full ? end : difference(old, now, next, end);
        }
    }

    /** In front of where the places of cells end there are no cells. */
    private void passPlaces() {
        int end = Math.min(was.endOfPlaces(), is.endOfPlaces());
        while (first < count && stretches[2 * first + 1] <= end) {
            first++;
        }
    }

    /** The word, from a place on, that holds the first byte that differs; the end when none does. */
    private static int difference(byte[] old, byte[] now, int from, int end) {
        int found = from >= end ? -1 : Arrays.mismatch(old, from, end, now, from, end);
        return found < 0 ? end : from + found & -WORD;
    }

    private void compare() {
        int i = 0;
        int j = 0;
        while (i < was.cells() && j < is.cells()) {
            int place = was.place(i);
            if (place == is.place(j)) {
                if (!isSame(place)) {
                    before.add(i);
                    after.add(j);
                }
                i++;
                j++;
            } else if (j + 1 < is.cells() && place == is.place(j + 1)) {
                after.add(j++);
            } else if (i + 1 < was.cells() && was.place(i + 1) == is.place(j)) {
                before.add(i++);
            } else {
                before.add(i++);
                after.add(j++);
            }
        }
        while (i < was.cells()) {
            before.add(i++);
        }
        while (j < is.cells()) {
            after.add(j++);
        }
    }

    /** A cell in the same place in both is the same. What continues elsewhere may differ there. */
    private boolean isSame(int place) {
        int near = first;
        while (near < count && stretches[2 * near + 1] <= place) {
            near++;
        }
        int next = near == count ? Integer.MAX_VALUE : stretches[2 * near];
        int bound = was.endOfShort(place);
        if (bound >= 0 && bound <= next) {
            return true;
        }
        int end = was.endOfWhole(place);
        return end >= 0 && (end <= next || Arrays.equals(was.bytes(), place, end, is.bytes(), place, end));
    }
}
