package dev.lagzero.sink.shape;

import dev.lagzero.sink.type.TargetType;

/**
 * A column as Postgres has it: a mixed one is two of these.
 *
 * @param source index of the column among the table's columns, so also of its value in an image
 * @param storage it holds the storage class, not the value
 */
public record PhysicalColumn(String name, TargetType type, int source, boolean storage) {

    public String sqlType() {
        return storage ? TargetType.TEXT.sqlName() : type.sqlName();
    }
}
