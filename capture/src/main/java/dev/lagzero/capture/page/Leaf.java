package dev.lagzero.capture.page;

import org.jspecify.annotations.Nullable;

/**
 * A leaf of a table and which of its rows are to be looked at.
 *
 * @param page null when it is to be read again: many at a time are not kept
 * @param cells indexes of its cells, ascending; null for all
 * @param firstRow the row number of the first one
 */
record Leaf(int number, @Nullable BtreePage page, int @Nullable [] cells, long firstRow) {

    int rows(BtreePage of) {
        return cells == null ? of.cells() : cells.length;
    }

    int cell(int row) {
        return cells == null ? row : cells[row];
    }
}
