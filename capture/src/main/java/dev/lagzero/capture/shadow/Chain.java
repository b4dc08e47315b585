package dev.lagzero.capture.shadow;

import dev.lagzero.capture.spool.PageSet;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some sets of one epoch, all of them or those that hold one page, by sequence: looked up by halving, added at the end,
 * removed at the front. Several threads may look up while none changes it.
 */
final class Chain {

    /** Room that is given back when nothing is left. */
    private static final int MUCH = 64;

    private PageSet[] sets = new PageSet[1];
    private long[] sequences = new long[1];
    private int from;
    private int to;

    /** Where the last one looked: the next one mostly looks there, or one behind. */
    private int lately;

    void add(PageSet newest) {
        if (to == sets.length) {
            int kept = to - from;
            int room = kept > sets.length / 2 ? 2 * sets.length : sets.length;
            sets = Arrays.copyOf(Arrays.copyOfRange(sets, from, to), room);
            sequences = Arrays.copyOf(Arrays.copyOfRange(sequences, from, to), room);
            from = 0;
            to = kept;
        }
        sequences[to] = newest.sequence();
        sets[to++] = newest;
    }

    /** Removes a set if it is the oldest. */
    void removeOldest(PageSet set) {
        if (from < to && sets[from] == set) {
            sets[from++] = null;
        }
        if (from == to && sets.length > MUCH) {
            sets = new PageSet[1];
            sequences = new long[1];
            from = 0;
            to = 0;
        }
    }

    boolean isEmpty() {
        return from == to;
    }

    /** The newest of all; there must be one. */
    PageSet newest() {
        return sets[to - 1];
    }

    /** The newest set that is not above a sequence, null when all are. */
    @Nullable
    PageSet find(long sequence) {
        int guess = lately;
        if (!isAt(guess, sequence)) {
            guess = isAt(guess + 1, sequence) ? guess + 1 : search(sequence);
            lately = guess;
        }
        return guess < from ? null : sets[guess];
    }

    int countAbove(long sequence) {
        return to - Math.max(from, search(sequence) + 1);
    }

    /** Of those above a sequence and not above another. */
    long bytesBetween(long above, long upTo) {
        int end = search(upTo);
        long sum = 0;
        for (int i = Math.max(from, search(above) + 1); i <= end; i++) {
            sum += sets[i].bytes();
        }
        return sum;
    }

    /** Those above a sequence and not above another, by sequence. */
    List<PageSet> between(long above, long upTo) {
        int begin = Math.max(from, search(above) + 1);
        int end = Math.max(begin, search(upTo) + 1);
        return List.of(Arrays.copyOfRange(sets, begin, end));
    }

    private boolean isAt(int index, long sequence) {
        return index >= from
                && index < to
                && sequences[index] <= sequence
                && (index + 1 == to || sequences[index + 1] > sequence);
    }

    private int search(long sequence) {
        int found = Arrays.binarySearch(sequences, from, to, sequence);
        return found >= 0 ? found : -found - 2;
    }
}
