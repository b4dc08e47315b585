package dev.lagzero.capture.page;

import java.util.BitSet;

/** The pages that one transaction changed, of two states of a database that have the same page format. */
public final class DirtyPages {

    private final Database before;
    private final Database after;
    private final BitSet told;
    private final int same;
    private final int[] numbers;

    /**
     * @param told changed pages of {@code after}; pages beyond the smaller page count count as changed, whether set or
     *     not
     */
    public DirtyPages(Database before, Database after, BitSet told) {
        this.before = before;
        this.after = after;
        this.told = told;
        this.same = Math.min(before.pageCount(), after.pageCount());
        PageList list = new PageList();
        for (int page = told.nextSetBit(1); page >= 0 && page <= same; page = told.nextSetBit(page + 1)) {
            list.add(page);
        }
        for (int page = same + 1; page <= Math.max(before.pageCount(), after.pageCount()); page++) {
            list.add(page);
        }
        this.numbers = list.sorted();
    }

    public Database before() {
        return before;
    }

    public Database after() {
        return after;
    }

    /** Ascending; callers do not change it. */
    int[] numbers() {
        return numbers;
    }

    /** True also for what is no page number. */
    public boolean contains(int page) {
        return page < 1 || page > same || told.get(page);
    }
}
