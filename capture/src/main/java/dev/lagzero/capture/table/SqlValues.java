package dev.lagzero.capture.table;

import dev.lagzero.capture.page.TextEncoding;
import dev.lagzero.schemas.value.Value;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Values in and out of a {@link Sandbox} without loss: text travels as its bytes. */
final class SqlValues {

    private SqlValues() {}

    /** Two result columns that tell the value of an expression. */
    static String columns(String expression) {
        return "typeof(" + expression + "), iif(typeof(" + expression + ") = 'text', CAST(" + expression + " AS BLOB), "
                + expression + ")";
    }

    static Value read(ResultSet row, int column) throws SQLException {
        return read(row, column, TextEncoding.UTF_8);
    }

    /** @param encoding of the sandbox */
    static Value read(ResultSet row, int column, TextEncoding encoding) throws SQLException {
        String storage = row.getString(column);
        return switch (storage) {
            case "null" -> Value.NULL;
            case "integer" -> Value.of(row.getLong(column + 1));
            case "real" -> Value.of(row.getDouble(column + 1));
            case "blob" -> Value.of(bytes(row, column + 1));
            case "text" -> {
                byte[] text = bytes(row, column + 1);
                yield encoding.decode(text, 0, text.length);
            }
            default -> throw new IllegalStateException("no storage class is called " + storage);
        };
    }

    private static byte[] bytes(ResultSet row, int column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? new byte[0] : bytes;
    }

    /** What stands in SQL for the value that {@link #bind} binds at {@code index}. */
    static String parameter(int index, Value value) {
        return value instanceof Value.RawText ? "CAST(?" + index + " AS TEXT)" : "?" + index;
    }

    static void bind(PreparedStatement statement, int index, Value value) throws SQLException {
        switch (value) {
            case Value.Null ignored -> statement.setObject(index, null);
            case Value.Int integer -> statement.setLong(index, integer.value());
            case Value.Real real -> statement.setDouble(index, real.value());
            case Value.Text text -> statement.setString(index, text.value());
            case Value.RawText raw -> statement.setBytes(index, raw.bytes());
            case Value.Blob blob -> statement.setBytes(index, blob.bytes());
        }
    }
}
