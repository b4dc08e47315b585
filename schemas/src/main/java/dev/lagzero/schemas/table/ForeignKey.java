package dev.lagzero.schemas.table;

import java.util.List;

/**
 * A declared reference, whether the source enforces it or not.
 *
 * @param parentColumns empty when the declaration leaves them to the parent's primary key
 * @param onUpdate and {@code onDelete}: the declared actions, in SQL's words (NO ACTION, CASCADE, SET NULL, ...)
 */
public record ForeignKey(
        List<String> columns, String parentTable, List<String> parentColumns, String onUpdate, String onDelete) {

    public ForeignKey {
        columns = List.copyOf(columns);
        parentColumns = List.copyOf(parentColumns);
        if (columns.isEmpty() || (!parentColumns.isEmpty() && parentColumns.size() != columns.size())) {
            throw new IllegalArgumentException("a foreign key of " + columns + " to " + parentTable + parentColumns);
        }
    }
}
