package dev.lagzero.capture.diff;

import dev.lagzero.capture.page.Cell;
import org.jspecify.annotations.Nullable;

/**
 * Pairs the rows of a table that is ordered by row number but identified by a declared key: first rows that kept both,
 * then, by key, those that did not (REPLACE and VACUUM give rows new numbers).
 */
final class KeyedRowPairs implements PairStream {

    private final TablePair table;
    private final RowidPairs byRowid;
    private long oldLeft;
    private long newLeft;
    private @Nullable PairStream byKey;

    KeyedRowPairs(TablePair table) {
        this.table = table;
        this.byRowid = table.byRowid();
    }

    @Override
    public boolean next() {
        if (byKey == null) {
            while (byRowid.next()) {
                Cell was = byRowid.before();
                Cell is = byRowid.after();
                if (Leftovers.isPaired(table, was, is)) {
                    return true;
                }
                oldLeft += was == null ? 0 : 1;
                newLeft += is == null ? 0 : 1;
            }
            if (oldLeft + newLeft == 0) {
                return false;
            }
            byKey = new KeyPairs(table, Leftovers.ofRowids(table), oldLeft, newLeft);
        }
        return byKey.next();
    }

    @Override
    public @Nullable Cell before() {
        return byKey == null ? byRowid.before() : byKey.before();
    }

    @Override
    public @Nullable Cell after() {
        return byKey == null ? byRowid.after() : byKey.after();
    }
}
