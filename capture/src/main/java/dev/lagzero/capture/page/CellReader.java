package dev.lagzero.capture.page;

/** Finds cells again by their reference; keeps the page it read last. */
public final class CellReader {

    private final Database database;
    private final Cell cell = new Cell();
    private BtreePage page;

    public CellReader(Database database) {
        this.database = database;
    }

    /** The cell of a {@link Cell#reference}; valid until the next one is looked up. */
    public Cell find(long reference) {
        int number = Cell.pageOf(reference);
        if (page == null || page.number() != number) {
            page = BtreePage.read(database, number, 0);
        }
        page.cell(Cell.indexOf(reference), cell);
        return cell;
    }
}
