package dev.lagzero.app.e2e;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A database that this test writes to itself, in random transactions. */
final class RandomSource implements AutoCloseable {

    final Path file;
    private final Connection connection;
    private final RandomWriter writer;

    RandomSource(Path file, long seed) throws SQLException {
        this.file = file;
        connection = RandomWriter.open(file);
        writer = new RandomWriter(connection, seed);
    }

    void write(int transactions) throws SQLException {
        for (int i = 0; i < transactions; i++) {
            writer.transaction();
        }
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** One transaction of about this size. */
    void writeLarge(int megabytes) throws SQLException {
        execute("CREATE TABLE IF NOT EXISTS large(id INTEGER PRIMARY KEY, a TEXT, n INT)");
        execute("INSERT INTO large(a, n) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                + megabytes * 1000 + ") SELECT hex(randomblob(500)), i FROM n");
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
