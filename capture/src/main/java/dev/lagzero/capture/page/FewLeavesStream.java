package dev.lagzero.capture.page;

import java.util.List;

/** The rows of a few leaves of a table, by ascending row number, found without walking the tree above them. */
final class FewLeavesStream implements CellStream {

    private final LeafList list;
    private final List<Leaf> leaves;
    private final Cell cell = new Cell();
    private Leaf leaf;
    private BtreePage page;
    private int rows;
    private int at;
    private int row;
    private long last;
    private boolean begun;

    /** @param leaves by their first row */
    FewLeavesStream(LeafList list, List<Leaf> leaves) {
        this.list = list;
        this.leaves = leaves;
    }

    @Override
    public boolean next() {
        while (row == rows) {
            if (at == leaves.size()) {
                return false;
            }
            leaf = leaves.get(at++);
            page = leaf.page() == null ? list.read(leaf.number()) : leaf.page();
            rows = leaf.rows(page);
            row = 0;
        }
        page.cell(leaf.cell(row++), cell);
        if (begun && cell.rowid <= last) {
            throw new CorruptPageException(page.number(), "row " + cell.rowid + " comes after row " + last);
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
