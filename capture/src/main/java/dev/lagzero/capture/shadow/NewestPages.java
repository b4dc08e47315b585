package dev.lagzero.capture.shadow;

import dev.lagzero.capture.spool.PageSet;
import dev.lagzero.capture.spool.Spool.PageOf;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * What consecutive sets come to: the newest version of every page, by ascending number, that the last one still has.
 * Large sets, of which there are few, are read side by side; the pages of all small ones are sorted beforehand.
 */
final class NewestPages implements Iterator<PageOf> {

    private static final int LARGE = 4096;

    /** Where one set, or the run of all small ones, is being read. */
    private abstract static class Cursor {

        /** The page it stands at. */
        abstract int page();

        /** The rank of the set that holds it: the higher, the newer. */
        abstract int rank();

        /** Moves to the next page; false at the end. */
        abstract boolean next();
    }

    private static final class Large extends Cursor {
        private final PageSet set;
        private final int rank;
        private int at = -1;

        Large(PageSet set, int rank) {
            this.set = set;
            this.rank = rank;
        }

        @Override
        int page() {
            return set.number(at);
        }

        @Override
        int rank() {
            return rank;
        }

        @Override
        boolean next() {
            return ++at < set.size();
        }
    }

    private static final class Run extends Cursor {

        /** Page number, and the rank counted downwards: of a page, the newest comes first. */
        private long[] entries = new long[64];

        private int count;
        private int at = -1;

        void add(PageSet set, int rank) {
            if (entries.length - count < set.size()) {
                entries = Arrays.copyOf(entries, 2 * entries.length + set.size());
            }
            for (int i = 0; i < set.size(); i++) {
                entries[count++] = (long) set.number(i) << 32 | (Integer.MAX_VALUE - rank);
            }
        }

        void sort() {
            Arrays.sort(entries, 0, count);
        }

        @Override
        int page() {
            return (int) (entries[at] >>> 32);
        }

        @Override
        int rank() {
            return Integer.MAX_VALUE - (int) entries[at];
        }

        @Override
        boolean next() {
            at++;
            while (at > 0 && at < count && entries[at] >>> 32 == entries[at - 1] >>> 32) {
                at++;
            }
            return at < count;
        }
    }

    private final PriorityQueue<Cursor> cursors = new PriorityQueue<>(
            (a, b) -> a.page() != b.page() ? Integer.compare(a.page(), b.page()) : Integer.compare(b.rank(), a.rank()));
    private final List<PageSet> sets;
    private final int pageCount;

    private NewestPages(List<PageSet> sets) {
        this.sets = sets;
        this.pageCount = sets.getLast().header().pageCount();
        int size = sets.getLast().header().pageSize();
        Run run = new Run();
        int rank = sets.size();
        // A set that changes the page size holds all pages: those in front of it do not count.
        while (rank > 0 && sets.get(rank - 1).header().pageSize() == size) {
            rank--;
            PageSet set = sets.get(rank);
            if (set.size() < LARGE) {
                run.add(set, rank);
            } else {
                advance(new Large(set, rank));
            }
        }
        run.sort();
        advance(run);
    }

    static Iterable<PageOf> of(List<PageSet> sets) {
        return () -> new NewestPages(sets);
    }

    @Override
    public boolean hasNext() {
        return !cursors.isEmpty() && cursors.peek().page() <= pageCount;
    }

    @Override
    public PageOf next() {
        Cursor newest = cursors.remove();
        int number = newest.page();
        PageSet set = sets.get(newest.rank());
        advance(newest);
        while (!cursors.isEmpty() && cursors.peek().page() == number) {
            advance(cursors.remove());
        }
        return new PageOf(number, set, set.find(number));
    }

    private void advance(Cursor cursor) {
        if (cursor.next()) {
            cursors.add(cursor);
        }
    }
}
