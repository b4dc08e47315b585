package dev.lagzero.capture.table;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code sqlite_schema}.
 *
 * @param rowid its row number there; it survives a rename
 * @param root first page of the b-tree, 0 for what has none
 * @param sql the statement that made it; null for indexes made by constraints
 */
public record SchemaEntry(
        long rowid,
        String type,
        String name,
        String table,
        int root,
        @Nullable String sql) {

    public SchemaEntry {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(table, "table");
    }

    /** What the entry declares, without where it is stored. */
    SchemaEntry declaration() {
        return new SchemaEntry(0, type, name, table, root == 0 ? 0 : 1, sql);
    }

    boolean isVirtual() {
        return type.equals("table") && root == 0;
    }

    /** Belongs to SQLite itself. */
    boolean isInternal() {
        return name.regionMatches(true, 0, "sqlite_", 0, 7);
    }
}
