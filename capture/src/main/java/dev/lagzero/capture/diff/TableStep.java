package dev.lagzero.capture.diff;

import dev.lagzero.capture.table.StoredTable;
import org.jspecify.annotations.Nullable;

/** What a transaction did to a table as a whole. */
sealed interface TableStep {

    record Dropped(String table) implements TableStep {}

    /** The table cannot be followed any more. */
    record Failed(String table, String reason) implements TableStep {}

    /** The table is there; {@code before} is what it was, under whatever name, null when it is new. */
    record Kept(StoredTable.@Nullable Followed before, StoredTable.Followed after) implements TableStep {}
}
