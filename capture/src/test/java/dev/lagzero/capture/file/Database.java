package dev.lagzero.capture.file;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** A writer of a test database, by SQLite itself. */
public final class Database implements AutoCloseable {

    private final Connection connection;

    private Database(Connection connection) {
        this.connection = connection;
    }

    public static Database open(Path file, String... statements) throws SQLException {
        Database database = new Database(DriverManager.getConnection("jdbc:sqlite:" + file));
        database.run(statements);
        return database;
    }

    public void run(String... statements) throws SQLException {
        for (String sql : statements) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    public long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.getLong(1);
        }
    }

    /** Two columns, the first of them a unique number. */
    public Map<Long, String> pairs(String sql) throws SQLException {
        Map<Long, String> pairs = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                pairs.put(rows.getLong(1), rows.getString(2));
            }
        }
        return pairs;
    }

    /** Inserts {@code count} rows of about {@code bytes} bytes. */
    public void fill(String table, int count, int bytes) throws SQLException {
        run("INSERT INTO " + table + " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                + count + ") SELECT NULL, hex(randomblob(" + bytes / 2 + ")) FROM n");
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
