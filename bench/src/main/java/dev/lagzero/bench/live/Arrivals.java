package dev.lagzero.bench.live;

import dev.lagzero.bench.figures.Latencies;
import dev.lagzero.bench.process.Clock;
import dev.lagzero.bench.target.TargetDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Looks for new rows of the paced writer's table again and again. */
final class Arrivals implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final long PAUSE_NANOS = 300_000;

    private final Connection connection;
    private long last;

    private Arrivals(Connection connection) {
        this.connection = connection;
    }

    /** Returns when the first row is there. */
    static Arrivals of(TargetDatabase target) throws SQLException, InterruptedException {
        Connection connection = target.connect();
        lookByKey(connection);
        Arrivals arrivals = new Arrivals(connection);
        while (!exists(connection)) {
            Thread.sleep(20);
        }
        arrivals.await(1, 0);
        return arrivals;
    }

    /** A plan that was made while the table was empty would read all of it at each look: more than what is measured. */
    private static void lookByKey(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET enable_seqscan = off");
        }
    }

    private static boolean exists(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT to_regclass('t') IS NOT NULL");
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    /**
     * Returns when so many more rows are there.
     *
     * @param warm the first ones, which do not count
     */
    Latencies await(int rows, int warm) throws SQLException {
        Latencies latencies = new Latencies();
        long until = System.nanoTime() + PATIENCE_NANOS;
        int seen = 0;
        try (PreparedStatement query = connection.prepareStatement("SELECT id, at FROM t WHERE id > ? ORDER BY id")) {
            while (seen < rows) {
                query.setLong(1, last);
                try (ResultSet found = query.executeQuery()) {
                    long now = Clock.micros();
                    while (found.next()) {
                        last = found.getLong(1);
                        seen++;
                        if (seen > warm) {
                            latencies.add((now - found.getLong(2)) * 1000);
                        }
                    }
                }
                if (System.nanoTime() - until > 0) {
                    throw new IllegalStateException(seen + " of " + rows + " rows came");
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return latencies;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
