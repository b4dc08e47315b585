package dev.lagzero.capture.diff;

import dev.lagzero.capture.page.Cell;
import dev.lagzero.capture.page.CellStream;
import org.jspecify.annotations.Nullable;

/** Rows that were not there before. */
record NewRows(CellStream rows) implements PairStream {

    @Override
    public boolean next() {
        return rows.next();
    }

    @Override
    public @Nullable Cell before() {
        return null;
    }

    @Override
    public Cell after() {
        return rows.cell();
    }
}
