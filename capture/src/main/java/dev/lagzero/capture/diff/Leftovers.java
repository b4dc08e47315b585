package dev.lagzero.capture.diff;

import dev.lagzero.capture.page.Cell;
import dev.lagzero.capture.page.CellStream;
import org.jspecify.annotations.Nullable;

/** Rows that still have to be paired by key. Both streams can be asked for again and again. */
interface Leftovers {

    CellStream before();

    CellStream after();

    /** All rows of a table that is ordered by its key. */
    static Leftovers ofEntries(TablePair table) {
        return new Leftovers() {
            @Override
            public CellStream before() {
                return table.oldEntries();
            }

            @Override
            public CellStream after() {
                return table.newEntries();
            }
        };
    }

    /** Rows whose row number does not stand for the same key on both sides. */
    static Leftovers ofRowids(TablePair table) {
        return new Leftovers() {
            @Override
            public CellStream before() {
                return new Unpaired(table, true);
            }

            @Override
            public CellStream after() {
                return new Unpaired(table, false);
            }
        };
    }

    /** The row numbers of a pair stand for the same row. */
    static boolean isPaired(TablePair table, @Nullable Cell was, @Nullable Cell is) {
        return was != null && is != null && (table.sameBytes(was, is) || table.sameKey(was, is));
    }

    /** One side's rows out of those whose row number stands for another key, or for no row, on the other side. */
    final class Unpaired implements CellStream {

        private final TablePair table;
        private final boolean old;
        private final RowidPairs pairs;

        Unpaired(TablePair table, boolean old) {
            this.table = table;
            this.old = old;
            this.pairs = table.byRowid();
        }

        @Override
        public boolean next() {
            while (pairs.next()) {
                Cell mine = old ? pairs.before() : pairs.after();
                if (mine != null && !isPaired(table, pairs.before(), pairs.after())) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Cell cell() {
            Cell mine = old ? pairs.before() : pairs.after();
            if (mine == null) {
                throw new IllegalStateException("there is no cell");
            }
            return mine;
        }
    }
}
