package dev.lagzero.capture.page;

/** Cells one after the other, through one reused view. */
public interface CellStream {

    /** Moves to the next cell; false when there is none. */
    boolean next();

    /** The current cell: valid until the next move. */
    Cell cell();

    /** The least and the greatest entry of an index: NULL sorts to one of the ends. */
    static CellStream ends(Database database, int indexRoot) {
        return new IndexEnds(database, indexRoot);
    }

    /** A stream without cells. */
    static CellStream none() {
        return new CellStream() {
            @Override
            public boolean next() {
                return false;
            }

            @Override
            public Cell cell() {
                throw new IllegalStateException("there is no cell");
            }
        };
    }
}
