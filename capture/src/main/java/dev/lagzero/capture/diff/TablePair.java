package dev.lagzero.capture.diff;

import dev.lagzero.capture.page.Cell;
import dev.lagzero.capture.page.CellStream;
import dev.lagzero.capture.page.TreeOutline;
import dev.lagzero.capture.table.RowReader;
import java.util.Arrays;
import java.util.BitSet;

/**
 * A table as it was and as it is, ready to be compared.
 *
 * @param shared pages of both trees that hold the same rows in both: they need not be looked at
 * @param projection from old rows to rows of the new shape
 * @param sameLayout equal bytes mean equal rows on both sides
 */
record TablePair(
        TreeOutline before,
        TreeOutline after,
        RowReader oldReader,
        RowReader newReader,
        BitSet shared,
        Projection projection,
        boolean sameLayout)
        implements AutoCloseable {

    boolean isOrderedByRowid() {
        return !newReader.view().shape().withoutRowid();
    }

    boolean isKeyedByRowid() {
        return newReader.view().keyedByRowid();
    }

    RowidPairs byRowid() {
        return new RowidPairs(before.rows(shared), after.rows(shared));
    }

    /** All rows of the new table, wherever they come from. */
    CellStream newRows() {
        return isOrderedByRowid() ? after.rows(new BitSet()) : after.entries(new BitSet());
    }

    CellStream oldEntries() {
        return before.entries(shared);
    }

    CellStream newEntries() {
        return after.entries(shared);
    }

    boolean sameBytes(Cell was, Cell is) {
        return sameLayout && was.samePayload(is);
    }

    boolean sameKey(Cell was, Cell is) {
        return Arrays.equals(oldReader.key(was), newReader.key(is));
    }

    @Override
    public void close() {
        oldReader.close();
        newReader.close();
    }
}
