package dev.lagzero.capture.page;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The rows of a few leaves of a table, by ascending row number, found without walking the tree above them. */
final class FewLeavesStream implements CellStream {

    private record Leaf(int page, long firstRow) {}

    private final TreeOutline tree;
    private final List<Leaf> leaves;
    private final Cell cell = new Cell();
    private BtreePage leaf;
    private int at;
    private int index;
    private long last;
    private boolean begun;

    FewLeavesStream(TreeOutline tree, BitSet wanted) {
        this.tree = tree;
        IntStream numbers = wanted.stream();
        this.leaves = numbers.mapToObj(this::leaf)
                .filter(page -> page.cells() > 0)
                .map(this::first)
                .sorted(Comparator.comparingLong(Leaf::firstRow))
                .toList();
    }

    private BtreePage leaf(int number) {
        BtreePage page = BtreePage.read(tree.database(), number, tree.root());
        if (!page.isLeaf() || !page.isTable()) {
            throw new CorruptPageException(number, "it is not a leaf of the table of page " + tree.root());
        }
        return page;
    }

    private Leaf first(BtreePage page) {
        page.cell(0, cell);
        return new Leaf(page.number(), cell.rowid);
    }

    @Override
    public boolean next() {
        while (leaf == null || index == leaf.cells()) {
            if (at == leaves.size()) {
                leaf = null;
                return false;
            }
            leaf = leaf(leaves.get(at++).page());
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
