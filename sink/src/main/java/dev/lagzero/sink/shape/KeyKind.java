package dev.lagzero.sink.shape;

/** What keeps a table's key unique. */
public enum KeyKind {
    PRIMARY,
    /** A unique index over SHA-256 of the long columns: some values are longer than a b-tree entry may be. */
    DIGEST
}
