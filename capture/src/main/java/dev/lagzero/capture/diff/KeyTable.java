package dev.lagzero.capture.diff;

import java.util.BitSet;
import java.util.function.LongPredicate;

/** Rows of one side by the hash of their key: hashes and references to cells, 24 bytes a row, never images. */
final class KeyTable {

    /** Rows that one table takes at most: about 16 MB. */
    static final int MOST_ROWS = 600_000;

    private static final long NONE = -1;

    private final long[] hashes;
    private final long[] references;
    private final BitSet used = new BitSet();
    private final BitSet matched = new BitSet();
    private final int mask;
    private int drained;

    KeyTable(long rows) {
        int slots = Integer.highestOneBit((int) Math.max(8, rows * 3 / 2)) * 2;
        hashes = new long[slots];
        references = new long[slots];
        mask = slots - 1;
    }

    void add(long hash, long reference) {
        int slot = (int) hash & mask;
        while (used.get(slot)) {
            slot = slot + 1 & mask;
        }
        used.set(slot);
        hashes[slot] = hash;
        references[slot] = reference;
    }

    /** Takes the row of this hash that {@code same} accepts; -1 when there is none that is not taken yet. */
    long match(long hash, LongPredicate same) {
        int slot = (int) hash & mask;
        while (used.get(slot)) {
            if (hashes[slot] == hash && !matched.get(slot) && same.test(references[slot])) {
                matched.set(slot);
                return references[slot];
            }
            slot = slot + 1 & mask;
        }
        return NONE;
    }

    /** The next row that was never taken; -1 at the end. */
    long drain() {
        while (true) {
            int slot = used.nextSetBit(drained);
            if (slot < 0) {
                return NONE;
            }
            drained = slot + 1;
            if (!matched.get(slot)) {
                return references[slot];
            }
        }
    }
}
