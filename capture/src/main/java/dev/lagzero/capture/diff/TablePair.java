package dev.lagzero.capture.diff;

import dev.lagzero.capture.page.Cell;
import dev.lagzero.capture.page.CellStream;
import dev.lagzero.capture.page.TreeRows;
import dev.lagzero.capture.table.RowReader;
import java.util.Arrays;

/**
 * A table as it was and as it is, ready to be compared.
 *
 * @param before where rows that are gone or changed may be: pages that hold the same rows in both need not be looked at
 * @param after where rows that are new or changed may be
 * @param projection from old rows to rows of the new shape
 * @param sameLayout equal bytes mean equal rows on both sides
 * @param borrowed the readers belong to somebody else, who closes them
 */
record TablePair(
        TreeRows before,
        TreeRows after,
        RowReader oldReader,
        RowReader newReader,
        Projection projection,
        boolean sameLayout,
        boolean borrowed)
        implements AutoCloseable {

    boolean isOrderedByRowid() {
        return !newReader.view().shape().withoutRowid();
    }

    boolean isKeyedByRowid() {
        return newReader.view().keyedByRowid();
    }

    RowidPairs byRowid() {
        return new RowidPairs(before.rows(), after.rows());
    }

    PairStream pairs() {
        if (isKeyedByRowid()) {
            return byRowid();
        }
        return isOrderedByRowid() ? new KeyedRowPairs(this) : KeyPairs.of(this, Leftovers.ofEntries(this));
    }

    CellStream oldEntries() {
        return before.entries();
    }

    CellStream newEntries() {
        return after.entries();
    }

    boolean sameBytes(Cell was, Cell is) {
        return sameLayout && was.samePayload(is);
    }

    boolean sameKey(Cell was, Cell is) {
        return Arrays.equals(oldReader.key(was), newReader.key(is));
    }

    @Override
    public void close() {
        if (!borrowed) {
            oldReader.close();
            newReader.close();
        }
    }
}
