package dev.lagzero.bench.sink;

import dev.lagzero.bench.target.TargetDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** How far a sink is: a run of keys is written in their order, so the last key of each tells. */
record Progress(KeyRuns runs, Sink.Running sink, Connection connection) implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(15);

    /** Rows that were inserted. */
    long inserted() throws SQLException {
        return TargetDatabase.soFar(connection, "SELECT count(*) FROM item1 WHERE id >= " + runs.first());
    }

    /** Rows that were changed; the source says so in {@code price}. */
    long updated() throws SQLException {
        return TargetDatabase.soFar(connection, "SELECT count(*) FROM item1 WHERE price = -0.5");
    }

    void awaitFirst() throws SQLException, IOException, InterruptedException {
        await("SELECT count(*) FROM item1 WHERE id IN " + among(runs.firsts()), 1);
    }

    void awaitInserted() throws SQLException, IOException, InterruptedException {
        await("SELECT count(*) FROM item1 WHERE id IN " + among(runs.lasts()), runs.runs());
    }

    void awaitUpdated() throws SQLException, IOException, InterruptedException {
        await("SELECT count(*) FROM item1 WHERE price = -0.5 AND id IN " + among(runs.lasts()), runs.runs());
    }

    /** One number for what the table holds, whatever the order of its rows. */
    String content() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT count(*) || ' rows, ' || sum(hashtextextended(item1::text, 0)) FROM item1");
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String among(List<Long> keys) {
        return keys.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
    }

    private void await(String query, long wanted) throws SQLException, IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (TargetDatabase.soFar(connection, query) < wanted) {
            if (!sink.isAlive() || System.nanoTime() - until > 0) {
                throw new IllegalStateException("the sink did not write everything: " + sink.complaint());
            }
            Thread.sleep(5);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
