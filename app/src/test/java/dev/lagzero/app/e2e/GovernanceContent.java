package dev.lagzero.app.e2e;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What governance files hold, read once.
 *
 * @param rows by table, those of all files; a column that a file's dialect lacks is missing, and one more tells the file
 */
record GovernanceContent(Map<String, List<Map<String, Object>>> rows) {

    private static final String FILE = "file of the row";

    static GovernanceContent of(Collection<Path> files) throws SQLException {
        Map<String, List<Map<String, Object>>> rows = new LinkedHashMap<>();
        for (Path file : files) {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = connection.createStatement()) {
                for (String table : tables(statement)) {
                    List<Map<String, Object>> all = rows.computeIfAbsent(table, name -> new ArrayList<>());
                    for (Map<String, Object> row : rows(statement, "SELECT * FROM " + table)) {
                        row.put(FILE, file.getFileName().toString());
                        all.add(row);
                    }
                }
            }
        }
        return new GovernanceContent(rows);
    }

    private static List<String> tables(Statement statement) throws SQLException {
        return rows(statement, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'sqlite_sequence'")
                .stream()
                .map(row -> (String) row.get("name"))
                .toList();
    }

    /** Columns by name, as the driver has them. */
    static List<Map<String, Object>> rows(Statement statement, String sql) throws SQLException {
        List<Map<String, Object>> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            var meta = rows.getMetaData();
            while (rows.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= meta.getColumnCount(); i++) {
                    row.put(meta.getColumnLabel(i), rows.getObject(i));
                }
                found.add(row);
            }
        }
        return found;
    }

    List<Map<String, Object>> of(String table) {
        return rows.getOrDefault(table, List.of());
    }

    /** The first of these columns that is there and not NULL. */
    static Object first(Map<String, Object> row, String... columns) {
        for (String column : columns) {
            if (row.get(column) != null) {
                return row.get(column);
            }
        }
        return null;
    }

    static String file(Map<String, Object> row) {
        return (String) row.get(FILE);
    }
}
