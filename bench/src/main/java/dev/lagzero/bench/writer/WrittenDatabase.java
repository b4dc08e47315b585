package dev.lagzero.bench.writer;

import dev.lagzero.bench.process.TriggerLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The database that is written: one table of 8 columns and 100,000 rows, with an index; and one that makes it large. */
public record WrittenDatabase(Path file) {

    private static final int ROWS_A_MEGABYTE = 4_000;

    /** @param megabytes that it has at least; 0: what the written table takes */
    public static WrittenDatabase create(Path file, int megabytes) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = OFF");
            statement.execute("PRAGMA synchronous = OFF");
            statement.execute(
                    "CREATE TABLE t(id INTEGER PRIMARY KEY, a INT, b TEXT, c TEXT, d INT, e REAL, f TEXT, at INT)");
            statement.execute("CREATE INDEX by_a ON t(a)");
            statement.execute(
                    "WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM c WHERE x < 100000)"
                            + " INSERT INTO t SELECT x, x * 7919 % 100000, 'text ' || x, 'c', 4, 5.5, 'some more text', 0 FROM c");
            if (megabytes > 0) {
                statement.execute("CREATE TABLE bulk(id INTEGER PRIMARY KEY, a TEXT, b REAL, c TEXT)");
                statement.execute(
                        "WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM c WHERE x < "
                                + megabytes * (long) ROWS_A_MEGABYTE
                                + ") INSERT INTO bulk SELECT x, 'the text of row ' || x, x + 0.25, hex(randomblob(105)) FROM c");
            }
            statement.execute("PRAGMA journal_mode = WAL");
        }
        return new WrittenDatabase(file);
    }

    /** Another one with the same content. */
    WrittenDatabase copy(Path to) throws IOException {
        Files.copy(file, to);
        return new WrittenDatabase(to);
    }

    /** Lets triggers write what happens to its rows. */
    WrittenDatabase withTriggers() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            TriggerLog.install(connection, "t", List.of("id", "a", "b", "c", "d", "e", "f", "at"));
        }
        return this;
    }
}
