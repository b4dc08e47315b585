package dev.lagzero.capture.torture;

import dev.lagzero.capture.diff.Model;
import dev.lagzero.capture.diff.Truth;
import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.value.Value;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All rows of all tables in a few digits for each table, by storage class and bits. The order of rows does not matter,
 * nor do hidden row numbers.
 */
final class Digest {

    private Digest() {}

    /** What SQLite says. */
    static String of(Connection connection) throws SQLException {
        Charset charset = Truth.charset(connection);
        Map<String, String> tables = new TreeMap<>();
        for (String table : Truth.tables(connection)) {
            tables.put(table, rows(connection, table, charset));
        }
        return tables.toString();
    }

    private static String rows(Connection connection, String table, Charset charset) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT name FROM pragma_table_xinfo('" + table + "') WHERE hidden IN (0, 3)")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        List<String> selected = names.stream()
                .map(name -> "typeof(\"" + name + "\"), iif(typeof(\"" + name + "\") = 'text', CAST(\"" + name
                        + "\" AS BLOB), \"" + name + "\")")
                .toList();
        Sum sum = new Sum();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT " + String.join(", ", selected) + " FROM \"" + table + '"')) {
            while (rows.next()) {
                Map<String, Value> row = new TreeMap<>();
                for (int i = 0; i < names.size(); i++) {
                    row.put(names.get(i), Truth.value(rows, 2 * i + 1, charset));
                }
                sum.add(row);
            }
        }
        return sum.toString();
    }

    /** What somebody believes who only hears the changes. */
    static String of(Model model) {
        Map<String, String> tables = new TreeMap<>();
        for (Map.Entry<String, Model.Table> table : model.tables().entrySet()) {
            Sum sum = new Sum();
            var definition = table.getValue().definition();
            List<String> names = definition.columns().stream()
                    .filter(column -> !isVirtual(column))
                    .map(ColumnDefinition::name)
                    .skip(definition.keyIsRowNumber() ? 1 : 0)
                    .toList();
            table.getValue().rows().values().forEach(image -> {
                Map<String, Value> row = new TreeMap<>();
                names.forEach(name -> row.put(name, image.get(name)));
                sum.add(row);
            });
            tables.put(table.getKey(), sum.toString());
        }
        return tables.toString();
    }

    /** The writer's virtual columns have no declared type, its stored one has. */
    private static boolean isVirtual(ColumnDefinition column) {
        return column.generated() && column.declaredType().isEmpty();
    }

    private static final class Sum {
        private final MessageDigest hash;
        private long first;
        private long second;
        private long rows;

        Sum() {
            try {
                hash = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        void add(Map<String, Value> row) {
            row.forEach((name, value) -> {
                hash.update(name.getBytes(StandardCharsets.UTF_8));
                hash.update((byte) 0);
                hash.update(bytes(value));
            });
            ByteBuffer digits = ByteBuffer.wrap(hash.digest());
            first += digits.getLong();
            second += digits.getLong();
            rows++;
        }

        private static byte[] bytes(Value value) {
            return switch (value) {
                case Value.Null ignored -> new byte[] {0};
                case Value.Int number ->
                    ByteBuffer.allocate(9).put((byte) 1).putLong(number.value()).array();
                case Value.Real number ->
                    ByteBuffer.allocate(9)
                            .put((byte) 2)
                            .putDouble(number.value())
                            .array();
                case Value.Text text -> tagged(3, text.value().getBytes(StandardCharsets.UTF_8));
                case Value.RawText text -> tagged(4, text.bytes());
                case Value.Blob blob -> tagged(5, blob.bytes());
            };
        }

        private static byte[] tagged(int tag, byte[] bytes) {
            return ByteBuffer.allocate(5 + bytes.length)
                    .put((byte) tag)
                    .putInt(bytes.length)
                    .put(bytes)
                    .array();
        }

        @Override
        public String toString() {
            return rows + "/" + Long.toHexString(first) + Long.toHexString(second);
        }
    }
}
