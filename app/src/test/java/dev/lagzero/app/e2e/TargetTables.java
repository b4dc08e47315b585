package dev.lagzero.app.e2e;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a Postgres schema holds, read back into SQLite's terms by the rules that the README promises. */
final class TargetTables {

    private final Connection connection;
    private final String schema;

    TargetTables(Connection connection, String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    List<String> tables() throws SQLException {
        List<String> tables = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = ? AND table_type = 'BASE TABLE'"
                        + " AND table_name NOT LIKE '%\\_\\_dropped\\_%' ORDER BY 1")) {
            query.setString(1, schema);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
        }
        return tables;
    }

    /** Column names with their types, in the order of the table. */
    Map<String, String> columns(String table) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        try (PreparedStatement query =
                connection.prepareStatement("SELECT column_name, data_type FROM information_schema.columns"
                        + " WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position")) {
            query.setString(1, schema);
            query.setString(2, table);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    columns.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return columns;
    }

    TreeMap<String, Integer> rows(String table, List<String> wanted) throws SQLException {
        Map<String, String> types = columns(table);
        StringBuilder sql = new StringBuilder("SELECT ");
        List<String> shown = new ArrayList<>();
        for (String column : wanted) {
            shown.add(expression(column, types));
            shown.add(types.containsKey(column + "_storage") ? SourceTables.quoted(column + "_storage") : "NULL::text");
        }
        sql.append(String.join(", ", shown))
                .append(" FROM ")
                .append(SourceTables.quoted(schema))
                .append('.');
        TreeMap<String, Integer> result = new TreeMap<>();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(1000);
            try (ResultSet rows = statement.executeQuery(sql + SourceTables.quoted(table))) {
                while (rows.next()) {
                    StringBuilder row = new StringBuilder();
                    for (int i = 0; i < wanted.size(); i++) {
                        row.append(i == 0 ? "" : " | ");
                        row.append(cell(rows, 2 * i + 1, types.get(wanted.get(i))));
                    }
                    result.merge(row.toString(), 1, Integer::sum);
                }
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        return result;
    }

    /** Timestamps by their plain text form; the rest as it is. */
    private static String expression(String column, Map<String, String> types) {
        String type = types.get(column);
        if (type == null) {
            throw new IllegalStateException("no column " + column + " among " + types.keySet());
        }
        boolean asText =
                type.startsWith("timestamp") || type.equals("date") || type.equals("json") || type.equals("numeric");
        return SourceTables.quoted(column) + (asText ? "::text" : "");
    }

    private static String cell(ResultSet rows, int index, String type) throws SQLException {
        String storage = rows.getString(index + 1);
        if (storage != null) {
            return mixed(rows.getString(index), storage);
        }
        if (rows.getObject(index) == null) {
            return Cell.NULL;
        }
        return switch (type) {
            case "bigint" -> Cell.integer(rows.getLong(index));
            case "boolean" -> Cell.integer(rows.getBoolean(index) ? 1 : 0);
            case "double precision" -> Cell.real(rows.getDouble(index));
            case "numeric" -> Cell.numeric(rows.getString(index));
            case "text", "json", "date", "timestamp without time zone" -> Cell.text(rows.getString(index));
            case "bytea" -> Cell.blob(rows.getBytes(index));
            default -> throw new IllegalStateException("column type " + type);
        };
    }

    private static String mixed(String value, String storage) {
        return switch (storage) {
            case "null" -> Cell.NULL;
            case "integer" -> Cell.integer(Long.parseLong(value));
            case "real" -> Cell.real(Double.parseDouble(value));
            case "text" -> Cell.text(value);
            case "blob" -> Cell.blob(java.util.HexFormat.of().parseHex(value.substring(2)));
            default -> throw new IllegalStateException("storage " + storage);
        };
    }
}
