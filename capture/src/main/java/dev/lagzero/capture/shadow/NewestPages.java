package dev.lagzero.capture.shadow;

import dev.lagzero.capture.spool.PageSet;
import dev.lagzero.capture.spool.Spool.PageOf;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/** What consecutive sets come to: the newest version of every page, by ascending number, that the last one still has. */
final class NewestPages implements Iterator<PageOf> {

    /** Where one set is being read. */
    private static final class Cursor {
        private final PageSet set;
        private final int rank;
        private int at;

        Cursor(PageSet set, int rank) {
            this.set = set;
            this.rank = rank;
        }

        int page() {
            return set.number(at);
        }
    }

    private final PriorityQueue<Cursor> cursors = new PriorityQueue<>(
            (a, b) -> a.page() != b.page() ? Integer.compare(a.page(), b.page()) : Integer.compare(b.rank, a.rank));
    private final int pageCount;

    private NewestPages(List<PageSet> sets) {
        this.pageCount = sets.getLast().header().pageCount();
        int size = sets.getLast().header().pageSize();
        int rank = sets.size();
        // A set that changes the page size holds all pages: those in front of it do not count.
        while (rank > 0 && sets.get(rank - 1).header().pageSize() == size) {
            rank--;
            if (sets.get(rank).size() > 0) {
                cursors.add(new Cursor(sets.get(rank), rank));
            }
        }
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
        PageOf page = new PageOf(newest.page(), newest.set, newest.at);
        advance(newest);
        while (!cursors.isEmpty() && cursors.peek().page() == page.number()) {
            advance(cursors.remove());
        }
        return page;
    }

    private void advance(Cursor cursor) {
        cursor.at++;
        if (cursor.at < cursor.set.size()) {
            cursors.add(cursor);
        }
    }
}
