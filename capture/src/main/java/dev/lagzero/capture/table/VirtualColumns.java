package dev.lagzero.capture.table;

import dev.lagzero.capture.page.TextEncoding;
import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.value.Value;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Computes generated columns that are not stored: SQLite itself does, on a copy of the table that holds one row at a
 * time. SQLite takes no row whose columns it cannot compute (malformed JSON, an overflow), but a column added later may
 * meet such rows: then there is no value, and NULL stands for all computed columns of the row.
 */
final class VirtualColumns implements AutoCloseable {

    private final Sandbox sandbox;
    private final TextEncoding encoding;
    private final String table;
    private final List<Integer> given = new ArrayList<>();
    private final List<Integer> computed = new ArrayList<>();
    private final String into;
    private final String returning;
    private final Map<String, PreparedStatement> inserts = new HashMap<>();
    private final PreparedStatement empty;

    VirtualColumns(TableShape shape, TextEncoding encoding) {
        this.sandbox = new Sandbox(encoding);
        this.encoding = encoding;
        this.table = quoted(shape.name());
        for (int i = 0; i < shape.columns().size(); i++) {
            ColumnDefinition column = shape.columns().get(i);
            if (shape.fields().get(i) == TableShape.VIRTUAL) {
                computed.add(i);
            } else if (!column.generated()) {
                given.add(i);
            }
        }
        this.into = names(shape, given).stream().collect(Collectors.joining(", ", "(", ")"));
        this.returning = names(shape, computed).stream().map(SqlValues::columns).collect(Collectors.joining(", "));
        sandbox.run(shape.sql()).ifPresent(reason -> {
            throw new IllegalStateException("table " + shape.name() + " cannot be made again: " + reason);
        });
        try {
            empty = sandbox.connection().prepareStatement("DELETE FROM " + table);
        } catch (SQLException e) {
            throw new SandboxException("cannot compute the generated columns of " + table, e);
        }
    }

    private static List<String> names(TableShape shape, List<Integer> columns) {
        return columns.stream()
                .map(column -> quoted(shape.columns().get(column).name()))
                .toList();
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Fills in the computed columns of a row whose declared columns begin at {@code offset}. */
    void compute(Value[] row, int offset) {
        try {
            PreparedStatement insert = insert(row, offset);
            for (int i = 0; i < given.size(); i++) {
                SqlValues.bind(insert, i + 1, row[given.get(i) + offset]);
            }
            try (ResultSet result = insert.executeQuery()) {
                if (result.next()) {
                    for (int i = 0; i < computed.size(); i++) {
                        row[computed.get(i) + offset] = SqlValues.read(result, 2 * i + 1, encoding);
                    }
                }
            }
        } catch (SQLException e) {
            computed.forEach(column -> row[column + offset] = Value.NULL);
            forget();
        }
        clear();
    }

    /** A statement that failed is not used again: the driver leaves it half done. */
    private void forget() {
        try {
            for (PreparedStatement insert : inserts.values()) {
                insert.close();
            }
            inserts.clear();
        } catch (SQLException e) {
            throw new SandboxException("cannot close a statement on the copy of " + table, e);
        }
    }

    private void clear() {
        try {
            empty.executeUpdate();
        } catch (SQLException e) {
            throw new SandboxException("cannot empty the copy of " + table, e);
        }
    }

    private PreparedStatement insert(Value[] row, int offset) throws SQLException {
        List<String> parameters = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            parameters.add(SqlValues.parameter(i + 1, row[given.get(i) + offset]));
        }
        String values = String.join(", ", parameters);
        PreparedStatement known = inserts.get(values);
        if (known == null) {
            known = sandbox.connection()
                    .prepareStatement("INSERT OR REPLACE INTO " + table + into + " VALUES (" + values + ") RETURNING "
                            + returning);
            inserts.put(values, known);
        }
        return known;
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
