package dev.lagzero.capture.shadow;

import dev.lagzero.capture.spool.PageSet;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The sets that hold one page, by position: looked up by halving, added at the end, removed at the front. */
final class Chain {

    private PageSet[] sets = new PageSet[1];
    private int from;
    private int to;

    void add(PageSet newest) {
        if (to == sets.length) {
            int kept = to - from;
            PageSet[] larger = kept > sets.length / 2 ? new PageSet[2 * sets.length] : sets;
            System.arraycopy(sets, from, larger, 0, kept);
            Arrays.fill(larger, kept, larger.length, null);
            sets = larger;
            from = 0;
            to = kept;
        }
        sets[to++] = newest;
    }

    /** Removes a set if it is the oldest. */
    void removeOldest(PageSet set) {
        if (from < to && sets[from] == set) {
            sets[from++] = null;
        }
    }

    boolean isEmpty() {
        return from == to;
    }

    /** The newest set that is not above a position, null when all are. */
    @Nullable
    PageSet find(SourcePosition position) {
        int low = from;
        int high = to;
        // Most look at the newest: then one comparison is enough.
        int middle = high - 1;
        while (low < high) {
            if (sets[middle].header().position().isAfter(position)) {
                high = middle;
            } else {
                low = middle + 1;
            }
            middle = (low + high) >>> 1;
        }
        return low == from ? null : sets[low - 1];
    }
}
