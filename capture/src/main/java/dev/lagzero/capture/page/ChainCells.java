package dev.lagzero.capture.page;

import java.util.function.Consumer;

/** Those cells of some pages that continue on overflow pages. */
final class ChainCells {

    private final Database database;
    private final int[] pages;
    private final Cell cell = new Cell();

    ChainCells(Database database, int[] pages) {
        this.database = database;
        this.pages = pages;
    }

    /** The first overflow pages of all cells. */
    static PageMarks heads(Database database, int[] pages) {
        PageMarks heads = new PageMarks();
        new ChainCells(database, pages).forEachSpilling(cell -> heads.set(cell.overflow, 1));
        return heads;
    }

    /** The cell is valid during the call only. */
    void forEachSpilling(Consumer<Cell> user) {
        for (int number : pages) {
            BtreePage page = BtreePage.read(database, number, 0);
            for (int i = 0; page.hasPayload() && i < page.cells(); i++) {
                page.cell(i, cell);
                if (cell.spills()) {
                    user.accept(cell);
                }
            }
        }
    }
}
