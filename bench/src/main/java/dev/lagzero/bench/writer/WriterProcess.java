package dev.lagzero.bench.writer;

import dev.lagzero.bench.figures.Latencies;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The application, as a process of its own: inserts, updates and deletes rows for a while. Prints one line: transactions
 * a second, p50, p99 and worst in microseconds, how often it found the database busy, the bytes that its log held at most,
 * and the bytes that it wrote into it.
 */
public final class WriterProcess {

    private static final int BUSY = 5;

    private final LogLength log;
    private final Connection connection;
    private final Random random = new Random();
    private final Latencies latencies = new Latencies();
    private long busy;
    private long longestLog;
    private long lastLog;
    private long logged;

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
            writer.lastLog = writer.log.bytes();
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
                done++;
                watchLog();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.println(done / seconds + " " + latencies.percentile(0.5) + " " + latencies.percentile(0.99) + " "
                    + latencies.percentile(1) + " " + busy + " " + longestLog + " " + logged);
        }
    }

    /** A log that is shorter than before has begun anew. */
    private void watchLog() {
        long bytes = log.bytes();
        longestLog = Math.max(longestLog, bytes);
        logged += bytes < lastLog ? bytes : bytes - lastLog;
        lastLog = bytes;
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
}
