package dev.lagzero.capture.page;

import java.util.Arrays;

/** The pages that one transaction changed, of two states of a database that have the same page format. */
public final class DirtyPages {

    private final Database before;
    private final Database after;
    private final ChangedPages told;
    private final int same;
    private final int[] numbers;

    /**
     * @param told changed pages of {@code after}; pages beyond the smaller page count count as changed, whether set or
     *     not
     */
    public DirtyPages(Database before, Database after, ChangedPages told) {
        this.before = before;
        this.after = after;
        this.told = told;
        this.same = Math.min(before.pageCount(), after.pageCount());
        int most = Math.max(before.pageCount(), after.pageCount());
        int kept = Arrays.binarySearch(told.numbers(), same + 1);
        kept = kept < 0 ? -kept - 1 : kept;
        this.numbers = Arrays.copyOf(told.numbers(), kept + most - same);
        for (int i = kept; i < numbers.length; i++) {
            numbers[i] = same + 1 + i - kept;
        }
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
        return page < 1 || page > same || told.contains(page);
    }
}
