package dev.lagzero.capture.page;

import java.util.Arrays;
import java.util.Comparator;

/** The rows of a few leaves of a table, by ascending row number, found without walking the tree above them. */
final class FewLeavesStream implements CellStream {

    private record Leaf(int page, long firstRow) {}

    private static final Comparator<Leaf> BY_FIRST_ROW = Comparator.comparingLong(Leaf::firstRow);

    private final Database database;
    private final int root;
    private final Leaf[] leaves;
    private final Cell cell = new Cell();
    private BtreePage leaf;
    private int at;
    private int index;
    private long last;
    private boolean begun;

    FewLeavesStream(Database database, int root, int[] pages) {
        this.database = database;
        this.root = root;
        Leaf[] found = new Leaf[pages.length];
        int count = 0;
        for (int number : pages) {
            BtreePage page = read(number);
            if (page.cells() > 0) {
                page.cell(0, cell);
                found[count++] = new Leaf(number, cell.rowid);
                leaf = pages.length == 1 ? page : null;
            }
        }
        leaves = count == found.length ? found : Arrays.copyOf(found, count);
        Arrays.sort(leaves, BY_FIRST_ROW);
        at = leaf == null ? 0 : 1;
    }

    private BtreePage read(int number) {
        BtreePage page = BtreePage.read(database, number, root);
        if (!page.isLeaf() || !page.isTable()) {
            throw new CorruptPageException(number, "it is not a leaf of the table of page " + root);
        }
        return page;
    }

    @Override
    public boolean next() {
        while (leaf == null || index == leaf.cells()) {
            if (at == leaves.length) {
                leaf = null;
                return false;
            }
            leaf = read(leaves[at++].page());
            index = 0;
        }
        leaf.cell(index++, cell);
        if (begun && cell.rowid <= last) {
            throw new CorruptPageException(leaf.number(), "row " + cell.rowid + " comes after row " + last);
        }
        last = cell.rowid;
        begun = true;
        return true;
    }

    @Override
    public Cell cell() {
        return cell;
    }
}
