package dev.lagzero.app.e2e;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What a SQLite file holds, read by SQLite itself: the truth that a target is compared with. */
final class SourceTables implements AutoCloseable {

    private final Connection connection;

    SourceTables(Path file) throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 20000");
        }
    }

    List<String> tables() throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA main.table_list")) {
            while (rows.next()) {
                String name = rows.getString("name");
                if (rows.getString("type").equals("table") && !name.startsWith("sqlite_")) {
                    tables.add(name);
                }
            }
        }
        return tables;
    }

    List<String> columns(String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA table_xinfo(" + quoted(table) + ")")) {
            while (rows.next()) {
                if (rows.getInt("hidden") != 1) {
                    columns.add(rows.getString("name"));
                }
            }
        }
        return columns;
    }

    /** Rows as text with how often each occurs; columns in the given order. */
    TreeMap<String, Integer> rows(String table, List<String> columns) throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT ");
        for (int i = 0; i < columns.size(); i++) {
            String column = quoted(columns.get(i));
            sql.append(i == 0 ? "" : ", ")
                    .append(column)
                    .append(", typeof(")
                    .append(column)
                    .append(")");
        }
        TreeMap<String, Integer> result = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql + " FROM " + quoted(table))) {
            while (rows.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 0; i < columns.size(); i++) {
                    row.append(i == 0 ? "" : " | ").append(cell(rows, 2 * i + 1));
                }
                result.merge(row.toString(), 1, Integer::sum);
            }
        }
        return result;
    }

    private static String cell(ResultSet rows, int index) throws SQLException {
        return switch (rows.getString(index + 1)) {
            case "null" -> Cell.NULL;
            case "integer" -> Cell.integer(rows.getLong(index));
            case "real" -> Cell.real(rows.getDouble(index));
            case "text" -> Cell.text(rows.getString(index));
            case "blob" -> Cell.blob(rows.getBytes(index) == null ? new byte[0] : rows.getBytes(index));
            default -> throw new IllegalStateException(rows.getString(index + 1));
        };
    }

    static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
