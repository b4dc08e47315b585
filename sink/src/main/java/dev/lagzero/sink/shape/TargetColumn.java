package dev.lagzero.sink.shape;

import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.sink.type.TargetType;

/**
 * A column of a target table.
 *
 * @param storageColumn the column beside a mixed one that names each value's storage class; empty for other types
 */
public record TargetColumn(ColumnDefinition definition, TargetType type, String storageColumn) {

    public TargetColumn {
        if (type.isMixed() == storageColumn.isEmpty()) {
            throw new IllegalArgumentException("column " + definition.name() + " of type " + type
                    + " with storage column \"" + storageColumn + "\"");
        }
    }

    public String name() {
        return definition.name();
    }
}
