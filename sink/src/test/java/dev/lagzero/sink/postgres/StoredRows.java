package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Reads a target table back into the source's values by what the catalogue says of its columns. Shares no code with the sink. */
final class StoredRows {

    private record Column(String name, String type, String storage) {}

    private StoredRows() {}

    static Map<Image, Image> read(Server.Database database, String schema, String table) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            List<Column> columns = new ArrayList<>();
            List<String> key = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(
                    "SELECT column_name, type, storage_column FROM lagzero.target_column JOIN lagzero.projection p"
                            + " ON p.name = projection WHERE stage = 'live' AND target_schema = '" + schema
                            + "' AND table_name = '" + table + "' ORDER BY ordinal")) {
                while (rows.next()) {
                    columns.add(new Column(rows.getString(1), rows.getString(2), rows.getString(3)));
                }
            }
            if (columns.isEmpty()) {
                return null;
            }
            try (ResultSet rows = statement.executeQuery(
                    "SELECT json_array_elements_text(definition::json->'key') FROM lagzero.target_table"
                            + " WHERE stage = 'live' AND table_name = '" + table + "'")) {
                while (rows.next()) {
                    key.add(rows.getString(1));
                }
            }
            return read(statement, schema, table, columns, key);
        }
    }

    private static Map<Image, Image> read(
            Statement statement, String schema, String table, List<Column> columns, List<String> key)
            throws SQLException {
        List<String> names = columns.stream().map(Column::name).toList();
        Map<Image, Image> images = new HashMap<>();
        try (ResultSet rows = statement.executeQuery("SELECT * FROM \"" + schema + "\".\"" + table + "\"")) {
            while (rows.next()) {
                List<Value> values = new ArrayList<>();
                for (Column column : columns) {
                    values.add(value(rows, column));
                }
                Image image = new Image(names, values);
                if (images.put(image.project(key), image) != null) {
                    throw new IllegalStateException("two rows with the key " + image.project(key));
                }
            }
        }
        return images;
    }

    private static Value value(ResultSet rows, Column column) throws SQLException {
        String text = rows.getString(column.name());
        if (!column.storage().isEmpty()) {
            return mixed(rows.getString(column.storage()), text);
        }
        if (text == null) {
            return Value.NULL;
        }
        return switch (column.type()) {
            case "bigint" -> Value.of(rows.getLong(column.name()));
            case "boolean" -> Value.of(rows.getBoolean(column.name()) ? 1L : 0L);
            case "double" -> Value.of(rows.getDouble(column.name()));
            case "numeric" -> number(text);
            case "bytea" -> Value.of(rows.getBytes(column.name()));
            case "text", "json", "date" -> Value.of(text);
            default -> Value.of(text);
        };
    }

    /** Postgres leaves out zeros at the end of a fraction. */
    private static Value number(String text) {
        if (text.endsWith("Infinity")) {
            return Value.of(Double.parseDouble(text));
        }
        BigDecimal number = new BigDecimal(text);
        boolean integral = number.stripTrailingZeros().scale() <= 0
                && number.compareTo(new BigDecimal(BigInteger.valueOf(Long.MAX_VALUE))) <= 0
                && number.compareTo(new BigDecimal(BigInteger.valueOf(Long.MIN_VALUE))) >= 0;
        return integral ? Value.of(number.longValueExact()) : Value.of(Double.parseDouble(text));
    }

    private static Value mixed(String storage, String text) {
        return switch (storage) {
            case "null" -> Value.NULL;
            case "integer" -> Value.of(Long.parseLong(text));
            case "real" -> Value.of(Double.parseDouble(text));
            case "text" -> Value.of(text);
            case "blob" -> Value.of(HexFormat.of().parseHex(text.substring(2)));
            default -> throw new IllegalStateException("storage " + storage);
        };
    }
}
