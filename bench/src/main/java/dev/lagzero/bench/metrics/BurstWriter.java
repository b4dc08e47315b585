package dev.lagzero.bench.metrics;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The application, as a process of its own: for each line of its input it commits so many transactions, one after the other,
 * and says a line. It ends when its input does.
 */
public final class BurstWriter {

    private BurstWriter() {}

    /** Arguments: database, transactions. */
    public static void main(String[] args) throws SQLException, IOException {
        int transactions = Integer.parseInt(args[1]);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + args[0]);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = OFF");
            statement.execute("PRAGMA busy_timeout = 60000");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t(a, b) VALUES(?, ?)")) {
                System.out.println("ready");
                for (int next = System.in.read(); next >= 0; next = System.in.read()) {
                    commit(insert, transactions);
                    System.out.println("committed");
                }
            }
        }
    }

    private static void commit(PreparedStatement insert, int transactions) throws SQLException {
        for (int i = 0; i < transactions; i++) {
            insert.setString(1, "a text of some length, number " + i);
            insert.setDouble(2, i / 7.0);
            insert.executeUpdate();
        }
    }

    /** Makes the database, and lets go of it. */
    static void create(Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b REAL)");
        }
    }
}
