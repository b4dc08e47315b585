package dev.lagzero.capture.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Some leaves of one table, gathered in any order. */
final class LeafList {

    /** Pages that are kept to be looked at, in bytes; further ones are read twice. */
    private static final int KEPT_BYTES = 2 << 20;

    private static final Comparator<Leaf> BY_FIRST_ROW = Comparator.comparingLong(Leaf::firstRow);

    private final Database database;
    private final int root;
    private final List<Leaf> leaves = new ArrayList<>();
    private final Cell cell = new Cell();
    private int kept;

    LeafList(Database database, int root) {
        this.database = database;
        this.root = root;
    }

    /** Whole leaves. */
    static LeafList of(Database database, int root, int[] pages) {
        LeafList list = new LeafList(database, root);
        for (int page : pages) {
            list.addWhole(list.read(page));
        }
        return list;
    }

    BtreePage read(int number) {
        BtreePage page = BtreePage.read(database, number, root);
        if (!page.isLeaf() || !page.isTable()) {
            throw new CorruptPageException(number, "it is not a leaf of the table of page " + root);
        }
        return page;
    }

    void addWhole(BtreePage page) {
        if (page.cells() > 0) {
            page.cell(0, cell);
            keep(page, null);
        }
    }

    /** @param cells indexes, ascending */
    void add(BtreePage page, int[] cells) {
        if (cells.length > 0) {
            page.cell(cells[0], cell);
            keep(page, cells.length == page.cells() ? null : cells);
        }
    }

    private void keep(BtreePage page, int @org.jspecify.annotations.Nullable [] cells) {
        boolean keeps = kept < KEPT_BYTES;
        kept += keeps ? page.bytes().length : 0;
        leaves.add(new Leaf(page.number(), keeps ? page : null, cells, cell.rowid));
    }

    /** The rows, ascending. To be asked when all leaves were added; again and again. */
    CellStream rows() {
        if (leaves.size() > 1) {
            leaves.sort(BY_FIRST_ROW);
        }
        return new FewLeavesStream(this, leaves);
    }

    int root() {
        return root;
    }
}
