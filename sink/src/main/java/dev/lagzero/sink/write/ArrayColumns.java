package dev.lagzero.sink.write;

import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.shape.PhysicalColumn;
import dev.lagzero.sink.shape.RowSql;
import dev.lagzero.sink.type.TextForm;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Turns rows into one array a column, in the types that {@link RowSql#arrayType} names. */
final class ArrayColumns {

    private ArrayColumns() {}

    /**
     * @param at for each physical column, where in a row its value is
     */
    static Object[] of(Connection connection, List<PhysicalColumn> columns, int[] at, List<FittingRow> rows)
            throws SQLException {
        Object[] arrays = new Object[columns.size()];
        for (int i = 0; i < arrays.length; i++) {
            Object[] elements = elements(columns.get(i), at[i], rows);
            arrays[i] = connection.createArrayOf(elementType(columns.get(i)), elements);
        }
        return arrays;
    }

    private static String elementType(PhysicalColumn column) {
        return switch (RowSql.arrayType(column)) {
            case "bigint" -> "int8";
            case "double precision" -> "float8";
            case "boolean" -> "bool";
            case "bytea" -> "bytea";
            default -> "text";
        };
    }

    private static Object[] elements(PhysicalColumn column, int at, List<FittingRow> rows) {
        Object[] elements = array(column, rows.size());
        for (int i = 0; i < elements.length; i++) {
            Value value = rows.get(i).values().get(at);
            if (column.storage()) {
                elements[i] = value.storage().sqliteName();
            } else if (!(value instanceof Value.Null)) {
                elements[i] = element(column, value);
            }
        }
        return elements;
    }

    private static Object[] array(PhysicalColumn column, int size) {
        return switch (elementType(column)) {
            case "int8" -> new Long[size];
            case "float8" -> new Double[size];
            case "bool" -> new Boolean[size];
            case "bytea" -> new byte[size][];
            default -> new String[size];
        };
    }

    private static Object element(PhysicalColumn column, Value value) {
        return switch (column.type().kind()) {
            case BIGINT -> ((Value.Int) value).value();
            case BOOLEAN -> ((Value.Int) value).value() != 0;
            case DOUBLE -> ((Value.Real) value).value();
            case BYTEA -> ((Value.Blob) value).bytes();
            case NUMERIC, TEXT, DATE, TIMESTAMP, JSON, MIXED -> TextForm.of(column.type(), value);
        };
    }
}
