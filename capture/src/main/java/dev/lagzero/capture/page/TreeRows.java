package dev.lagzero.capture.page;

/** What is to be looked at of one b-tree of one state of a database: all of it or some of its pages. */
public interface TreeRows {

    Database database();

    /** The rows of a table, by ascending row number. Can be asked for again and again. */
    CellStream rows();

    /** The entries of an index in the order of page numbers. Can be asked for again and again. */
    CellStream entries();
}
