package dev.lagzero.bench.process;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;

/** Commits rows at a steady rate; each says when it was due, so that a late commit counts as late. */
public final class PacedWriter {

    private PacedWriter() {}

    /** Arguments: database, transactions a second, transactions. */
    public static void main(String[] args) throws SQLException {
        int rate = Integer.parseInt(args[1]);
        int transactions = Integer.parseInt(args[2]);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + args[0]);
                Statement statement = connection.createStatement();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO t(name, at) VALUES ('a row of some length', ?)")) {
            statement.execute("PRAGMA busy_timeout = 1000");
            statement.execute("PRAGMA synchronous = NORMAL");
            long start = Clock.micros() + 50_000;
            for (int i = 0; i < transactions; i++) {
                long due = start + i * 1_000_000L / rate;
                for (long left = due - Clock.micros(); left > 0; left = due - Clock.micros()) {
                    LockSupport.parkNanos(left * 1000);
                }
                insert.setLong(1, due);
                insert.executeUpdate();
            }
        }
    }

    public static void create(Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT, at INT)");
            statement.execute("INSERT INTO t VALUES (1, 'first', 0)");
        }
    }
}
