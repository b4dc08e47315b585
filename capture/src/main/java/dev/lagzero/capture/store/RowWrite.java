package dev.lagzero.capture.store;

import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import java.util.List;

/** What somebody who has no collections of his own wants done. */
public sealed interface RowWrite {

    String table();

    /**
     * The row is to be as given: columns that it does not name become NULL, columns that the table does not have are added.
     *
     * @param key of a table that is not there yet; may be empty when it is
     * @param types declared types of columns that are new, in the row's order
     */
    record Upsert(String table, List<String> key, Image row, List<String> types) implements RowWrite {}

    /** @param key at least the table's key columns */
    record Delete(String table, Image key) implements RowWrite {}

    /** Declares a table, or gives it more columns. */
    record Define(TableDefinition definition) implements RowWrite {
        @Override
        public String table() {
            return definition.name();
        }
    }
}
