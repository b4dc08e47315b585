package dev.lagzero.capture.diff;

import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What SQLite itself says that the database holds. */
public final class Truth {

    private Truth() {}

    /** Compares what a model believes with the database, by storage class and bits. */
    static void check(Model model, Connection connection, String hint) throws SQLException {
        Set<String> names = tables(connection);
        names.removeAll(model.failed().keySet());
        equal(names, model.tables().keySet(), hint + ": tables");
        for (Map.Entry<String, Model.Table> table : model.tables().entrySet()) {
            TableDefinition definition = table.getValue().definition();
            Set<Image> truth = rows(connection, definition);
            Set<Image> believed = new HashSet<>(table.getValue().rows().values());
            if (!truth.equals(believed)) {
                Set<Image> missing = new HashSet<>(truth);
                missing.removeAll(believed);
                believed.removeAll(truth);
                throw new AssertionError(hint + ": table " + table.getKey() + " misses " + few(missing)
                        + " and has too much " + few(believed));
            }
        }
    }

    private static String few(Set<Image> rows) {
        String text = rows.stream().limit(3).toList().toString();
        return rows.size() + ": " + text.substring(0, Math.min(1500, text.length()));
    }

    public static Set<String> tables(Connection connection) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name FROM pragma_table_list WHERE schema = 'main'"
                        + " AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    static Set<Image> rows(Connection connection, TableDefinition definition) throws SQLException {
        List<String> selected = new ArrayList<>();
        for (ColumnDefinition column : definition.columns()) {
            boolean hidden = definition.keyIsRowNumber()
                    && column.name().equals(definition.key().getFirst());
            String name = hidden ? "rowid" : '"' + column.name().replace("\"", "\"\"") + '"';
            selected.add("typeof(" + name + "), iif(typeof(" + name + ") = 'text', CAST(" + name + " AS BLOB), " + name
                    + ")");
        }
        Charset charset = charset(connection);
        Set<Image> found = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + String.join(", ", selected) + " FROM \""
                        + definition.name().replace("\"", "\"\"") + '"')) {
            while (rows.next()) {
                List<Value> values = new ArrayList<>();
                for (int i = 0; i < selected.size(); i++) {
                    values.add(value(rows, 2 * i + 1, charset));
                }
                found.add(new Image(definition.columnNames(), values));
            }
        }
        return found;
    }

    public static Charset charset(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA encoding")) {
            rows.next();
            return Charset.forName(rows.getString(1).replace("le", "LE").replace("be", "BE"));
        }
    }

    public static Value value(ResultSet row, int column, Charset charset) throws SQLException {
        byte[] bytes = row.getBytes(column + 1);
        return switch (row.getString(column)) {
            case "null" -> Value.NULL;
            case "integer" -> Value.of(row.getLong(column + 1));
            case "real" -> Value.of(row.getDouble(column + 1));
            case "blob" -> Value.of(bytes == null ? new byte[0] : bytes);
            case "text" -> text(bytes == null ? new byte[0] : bytes, charset);
            default -> throw new IllegalStateException(row.getString(column));
        };
    }

    private static Value text(byte[] bytes, Charset charset) {
        try {
            return Value.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return new Value.RawText(bytes);
        }
    }

    private static void equal(Object expected, Object actual, String what) {
        if (!expected.equals(actual)) {
            throw new AssertionError(what + ": expected " + expected + " but it is " + actual);
        }
    }
}
