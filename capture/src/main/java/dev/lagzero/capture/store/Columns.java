package dev.lagzero.capture.store;

import dev.lagzero.schemas.table.Census;
import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Value;
import java.util.List;

/** Tables for collections, in few words. */
public final class Columns {

    private Columns() {}

    public static ColumnDefinition text(String name) {
        return of(name, "TEXT");
    }

    public static ColumnDefinition integer(String name) {
        return of(name, "INTEGER");
    }

    public static ColumnDefinition real(String name) {
        return of(name, "REAL");
    }

    /** Holds the text of a JSON value. */
    public static ColumnDefinition json(String name) {
        return of(name, "JSON");
    }

    /** @param type in SQL's words; a target chooses its own type by it and by what is stored */
    public static ColumnDefinition of(String name, String type) {
        return new ColumnDefinition(name, type, false, null, Value.NULL, false, false, Census.EMPTY);
    }

    public static TableDefinition table(String name, List<String> key, ColumnDefinition... columns) {
        return table(name, key, List.of(columns));
    }

    public static TableDefinition table(String name, List<String> key, List<ColumnDefinition> columns) {
        return new TableDefinition(name, columns, key, false, List.of(), List.of(), List.of());
    }

    /** The definitions say the same of columns and key; what happens to be stored may differ. */
    public static boolean alike(TableDefinition one, TableDefinition other) {
        return one.key().equals(other.key()) && plain(one).equals(plain(other));
    }

    private static List<ColumnDefinition> plain(TableDefinition table) {
        return table.columns().stream()
                .map(column -> column.counted(Census.EMPTY))
                .toList();
    }
}
