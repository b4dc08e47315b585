package dev.lagzero.capture.diff;

import dev.lagzero.capture.page.Database;
import dev.lagzero.capture.page.Pages;
import dev.lagzero.capture.table.KeyNulls;
import dev.lagzero.capture.table.Schema;
import dev.lagzero.capture.table.StoredTable;
import dev.lagzero.capture.table.TableView;
import java.util.List;

/** One of the two states that are compared. */
record Side(Database database, Schema schema, CaptureScope scope) {

    static Side of(Pages pages, CaptureScope scope) {
        Database database = Database.of(pages);
        return new Side(database, Schema.of(database), scope);
    }

    /** The tables within the scope. */
    List<StoredTable> tables() {
        return schema.tables().stream()
                .filter(table -> scope.holds(table.name()))
                .toList();
    }

    boolean keyHoldsNull(StoredTable.Followed table) {
        return KeyNulls.stored(database, schema, table);
    }

    TableView view(StoredTable.Followed table, boolean keyHoldsNull) {
        return scope.view(table, keyHoldsNull);
    }
}
