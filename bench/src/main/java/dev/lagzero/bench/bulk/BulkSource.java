package dev.lagzero.bench.bulk;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A SQLite database of rows of about 250 bytes in ten columns, each table with a unique index beside its key. With several
 * tables, each but the first refers to the one before it. The same arguments always give the same rows.
 *
 * @param rows in all tables together
 */
public record BulkSource(Path file, int tables, long rows) {

    public List<String> names() {
        return IntStream.rangeClosed(1, tables)
                .mapToObj(number -> "item" + number)
                .toList();
    }

    public long rowsEach() {
        return rows / tables;
    }

    public void create() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = OFF");
            for (int number = 1; number <= tables; number++) {
                statement.execute(
                        "CREATE TABLE item" + number + "(id INTEGER PRIMARY KEY, code TEXT NOT NULL,"
                                + " customer INTEGER NOT NULL"
                                + (number == 1 ? "" : " REFERENCES item" + (number - 1) + "(id)")
                                + ", price REAL, quantity INTEGER, state TEXT, created TEXT, note TEXT, address TEXT, remark TEXT)");
                statement.execute(fill(number, 1, rowsEach()));
                statement.execute("CREATE UNIQUE INDEX item" + number + "_code ON item" + number + "(code)");
            }
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    /** Adds rows to the first table, so many to a transaction. */
    public void insert(long from, long to, int together) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = NORMAL");
            for (long at = from; at <= to; at += together) {
                statement.execute(fill(1, at, Math.min(to, at + together - 1)));
            }
        }
    }

    /** Changes two columns of each row of the first table; {@code price} says then that it was changed. */
    public void update(long from, long to, int together) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = NORMAL");
            for (long at = from; at <= to; at += together) {
                statement.execute("UPDATE item1 SET price = -0.5, note = 'changed ' || note WHERE id BETWEEN " + at
                        + " AND " + Math.min(to, at + together - 1));
            }
        }
    }

    private String fill(int number, long from, long to) {
        return "WITH RECURSIVE n(x) AS (VALUES(" + from + ") UNION ALL SELECT x + 1 FROM n WHERE x < " + to + ")"
                + " INSERT INTO item" + number + " SELECT x, 'code-' || printf('%010d', x * 7919 % 1000000007),"
                + " 1 + x * 31 % " + Math.max(1, rowsEach() - 1) + ", (x % 100000) / 7.0, x % 100, 'state-' || (x % 9),"
                + " '2026-01-' || printf('%02d', 1 + x % 28) || ' 12:00:00', "
                + text(8, 9) + ", " + text(17, 7) + ", " + text(24, 4) + " FROM n";
    }

    /** Looks random to who compresses it; eight characters a word. */
    private static String text(int seed, int words) {
        return IntStream.range(0, words)
                .mapToObj(word -> "printf('%08x', (x * " + (2_654_435_761L + 7919L * (seed + word)) + " + "
                        + (seed + word) * 104_729L + ") & 4294967295)")
                .reduce((one, other) -> one + " || " + other)
                .orElseThrow();
    }
}
