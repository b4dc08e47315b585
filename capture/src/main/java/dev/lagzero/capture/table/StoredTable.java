package dev.lagzero.capture.table;

/** A table of one state of a database. */
public sealed interface StoredTable {

    SchemaEntry entry();

    default String name() {
        return entry().name();
    }

    default int root() {
        return entry().root();
    }

    /** @param shape how its rows are stored */
    record Followed(SchemaEntry entry, TableShape shape) implements StoredTable {}

    /** @param reason why it cannot be followed */
    record Failed(SchemaEntry entry, String reason) implements StoredTable {}
}
