package dev.lagzero.sink.graph;

/** Where vertices and edges go. */
public enum GraphKind {
    /** Apache AGE when the database has the extension, tables otherwise. */
    AUTO,
    AGE,
    TABLES
}
