package dev.lagzero.capture.page;

/** The least and the greatest entry of an index: NULL sorts to one of the ends. */
final class IndexEnds implements CellStream {

    private final Database database;
    private final int root;
    private final Cell cell = new Cell();
    private int taken;

    IndexEnds(Database database, int root) {
        this.database = database;
        this.root = root;
    }

    @Override
    public boolean next() {
        if (taken == 2) {
            return false;
        }
        boolean last = taken++ == 1;
        BtreePage page = BtreePage.read(database, root, 0);
        int levels = 0;
        while (!page.isLeaf()) {
            if (++levels > TreeOutline.MOST_LEVELS) {
                throw new CorruptPageException(root, "the tree below it is deeper than it can be");
            }
            page = BtreePage.read(database, page.child(last ? page.cells() : 0), page.number());
        }
        if (page.cells() == 0) {
            taken = 2;
            return false;
        }
        page.cell(last ? page.cells() - 1 : 0, cell);
        return true;
    }

    @Override
    public Cell cell() {
        return cell;
    }
}
