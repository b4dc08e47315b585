package dev.lagzero.bench.writer;

import dev.lagzero.bench.figures.Latencies;
import dev.lagzero.bench.process.TriggerLog;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The application, as a process of its own: inserts, updates and deletes rows for a while. Prints one line: transactions
 * a second, p50, p99 and worst in microseconds, how often it found the database busy, and the bytes that its log held at most.
 */
public final class WriterProcess {

    private static final int BUSY = 5;

    private final LogLength log;
    private final Connection connection;
    private final Random random = new Random();
    private final Latencies latencies = new Latencies();
    private long busy;
    private long longestLog;

    private WriterProcess(LogLength log, Connection connection) {
        this.log = log;
        this.connection = connection;
    }

    /** Arguments: database, rows in a transaction, milliseconds, transactions a second (0: as fast as it goes). */
    public static void main(String[] args) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + args[0]);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 1000");
            statement.execute("PRAGMA synchronous = NORMAL");
            statement.executeQuery("PRAGMA schema_version").close();
            connection.setAutoCommit(false);
            WriterProcess writer = new WriterProcess(LogLength.of(Path.of(args[0])), connection);
            writer.work(Integer.parseInt(args[1]), Long.parseLong(args[2]), Integer.parseInt(args[3]));
        }
    }

    private void work(int rows, long millis, int rate) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO t(a, b, c, d, e, f, at) VALUES (?, ?, 'c', 4, 5.5, 'some more text', ?)");
                PreparedStatement update =
                        connection.prepareStatement("UPDATE t SET a = ?, b = ?, at = ? WHERE id = ?");
                PreparedStatement delete = connection.prepareStatement("DELETE FROM t WHERE id = ?")) {
            long start = System.nanoTime();
            long until = start + TimeUnit.MILLISECONDS.toNanos(millis);
            long done = 0;
            for (long now = start; now < until; now = System.nanoTime()) {
                // An open loop: a late transaction is counted from when it was due.
                long due = rate == 0 ? now : start + done * 1_000_000_000L / rate;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                transaction(rows, insert, update, delete);
                latencies.add(System.nanoTime() - due);
                if (++done % 64 == 0) {
                    longestLog = Math.max(longestLog, log.bytes());
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.println(done / seconds + " " + latencies.percentile(0.5) + " " + latencies.percentile(0.99) + " "
                    + latencies.percentile(1) + " " + busy + " " + longestLog);
        }
    }

    private void transaction(int rows, PreparedStatement insert, PreparedStatement update, PreparedStatement delete)
            throws SQLException {
        try {
            for (int i = 0; i < rows; i++) {
                int which = random.nextInt(10);
                if (which < 4) {
                    row(insert);
                    insert.executeUpdate();
                } else if (which < 9) {
                    row(update);
                    update.setInt(4, 1 + random.nextInt(100_000));
                    update.executeUpdate();
                } else {
                    delete.setInt(1, 1 + random.nextInt(100_000));
                    delete.executeUpdate();
                }
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            if ((e.getErrorCode() & 0xff) != BUSY) {
                throw e;
            }
            busy++;
        }
    }

    private void row(PreparedStatement statement) throws SQLException {
        statement.setInt(1, random.nextInt());
        statement.setString(2, "text " + random.nextLong());
        statement.setLong(3, System.currentTimeMillis());
    }

    /** Makes the database that is written: one table of 8 columns and 100,000 rows, with an index. */
    static void create(Path database, boolean triggers) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute(
                    "CREATE TABLE t(id INTEGER PRIMARY KEY, a INT, b TEXT, c TEXT, d INT, e REAL, f TEXT, at INT)");
            statement.execute("CREATE INDEX by_a ON t(a)");
            statement.execute(
                    "WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM c WHERE x < 100000)"
                            + " INSERT INTO t SELECT x, x * 7919 % 100000, 'text ' || x, 'c', 4, 5.5, 'some more text', 0 FROM c");
            if (triggers) {
                TriggerLog.install(connection, "t", List.of("id", "a", "b", "c", "d", "e", "f", "at"));
            }
        }
    }
}
