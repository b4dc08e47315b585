package dev.lagzero.capture.page;

import java.util.BitSet;

/** The rows of a table's b-tree, by ascending row number. */
final class RowStream implements CellStream {

    private final TreeOutline tree;
    private final BitSet skip;
    private final BtreePage[] path;
    private final int[] at;
    private final Cell cell = new Cell();
    private int level;
    private BtreePage leaf;
    private int index;
    private long last;
    private boolean begun;

    RowStream(TreeOutline tree, BitSet skip) {
        this.tree = tree;
        this.skip = skip;
        this.path = new BtreePage[tree.depth()];
        this.at = new int[tree.depth()];
        if (tree.depth() == 1) {
            leaf = skip.get(tree.root()) ? null : leaf(tree.root(), 0);
            level = -1;
        } else {
            path[0] = BtreePage.read(tree.database(), tree.root(), 0);
        }
    }

    @Override
    public boolean next() {
        while (leaf == null || index == leaf.cells()) {
            if (!nextLeaf()) {
                return false;
            }
        }
        leaf.cell(index++, cell);
        if (begun && cell.rowid <= last) {
            throw new CorruptPageException(leaf.number(), "row " + cell.rowid + " comes after row " + last);
        }
        last = cell.rowid;
        begun = true;
        return true;
    }

    private boolean nextLeaf() {
        while (level >= 0) {
            BtreePage parent = path[level];
            if (at[level] == parent.children()) {
                level--;
                continue;
            }
            int child = parent.child(at[level]++);
            if (level + 2 < tree.depth()) {
                level++;
                path[level] = BtreePage.read(tree.database(), child, parent.number());
                at[level] = 0;
            } else if (!skip.get(child)) {
                leaf = leaf(child, parent.number());
                index = 0;
                return true;
            }
        }
        leaf = null;
        return false;
    }

    private BtreePage leaf(int number, int referrer) {
        BtreePage page = BtreePage.read(tree.database(), number, referrer);
        if (!page.isLeaf() || !page.isTable()) {
            throw new CorruptPageException(number, "it is not a leaf of the table of page " + tree.root());
        }
        return page;
    }

    @Override
    public Cell cell() {
        return cell;
    }
}
