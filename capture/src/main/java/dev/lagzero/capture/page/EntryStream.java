package dev.lagzero.capture.page;

import java.util.BitSet;

/** The entries of an index's b-tree, page by page as the pages are numbered; interior pages hold entries too. */
final class EntryStream implements CellStream {

    private final TreeOutline tree;
    private final BitSet pages;
    private final Cell cell = new Cell();
    private BtreePage page;
    private int number;
    private int index;

    EntryStream(TreeOutline tree, BitSet skip) {
        this.tree = tree;
        this.pages = tree.pages();
        pages.andNot(skip);
    }

    @Override
    public boolean next() {
        while (page == null || index == page.cells()) {
            number = pages.nextSetBit(number + 1);
            if (number < 0) {
                number = Integer.MAX_VALUE - 1;
                page = null;
                return false;
            }
            page = BtreePage.read(tree.database(), number, tree.root());
            index = 0;
            if (page.isTable() || page.isLeaf() != tree.leaves().get(number)) {
                throw new CorruptPageException(number, "it does not belong into the index of page " + tree.root());
            }
        }
        page.cell(index++, cell);
        return true;
    }

    @Override
    public Cell cell() {
        return cell;
    }
}
