package dev.lagzero.sink.graph;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Function;

/** One column of some rows, as a parameter. */
final class RowArray {

    private RowArray() {}

    static <T> Array of(Connection connection, String type, Collection<T> rows, Function<T, Object> value)
            throws SQLException {
        return connection.createArrayOf(type, rows.stream().map(value).toArray());
    }
}
