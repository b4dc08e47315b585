package dev.lagzero.capture.page;

import java.util.function.IntPredicate;

/** The entries of an index's b-tree, page by page in the given order; interior pages hold entries too. */
final class EntryStream implements CellStream {

    private final Database database;
    private final int root;
    private final int[] pages;
    private final IntPredicate interior;
    private final Cell cell = new Cell();
    private BtreePage page;
    private int at;
    private int index;

    /** @param interior which of the pages are above the leaves */
    EntryStream(Database database, int root, int[] pages, IntPredicate interior) {
        this.database = database;
        this.root = root;
        this.pages = pages;
        this.interior = interior;
    }

    @Override
    public boolean next() {
        while (page == null || index == page.cells()) {
            if (at == pages.length) {
                page = null;
                return false;
            }
            page = BtreePage.read(database, pages[at], root);
            index = 0;
            if (page.isTable() || page.isLeaf() == interior.test(pages[at])) {
                throw new CorruptPageException(pages[at], "it does not belong into the index of page " + root);
            }
            at++;
        }
        page.cell(index++, cell);
        return true;
    }

    @Override
    public Cell cell() {
        return cell;
    }
}
