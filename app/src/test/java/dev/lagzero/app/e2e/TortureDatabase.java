package dev.lagzero.app.e2e;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A database with everything that is legal in SQLite and hard elsewhere. */
final class TortureDatabase {

    /** Rows of {@code unholdable} that Postgres cannot hold while they are as made here. */
    static final int PARKED_ROWS = 2;

    private static final Object[] ONE_OF_EACH = {
        null,
        7L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        0.5,
        -0.0,
        1e300,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        "",
        "text",
        "näïve 日本 😀",
        "12",
        new byte[0],
        new byte[] {0, 1, -1}
    };

    private TortureDatabase() {}

    static void create(Path file, List<String> pragmas) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String pragma : pragmas) {
                statement.execute("PRAGMA " + pragma);
            }
            for (String ddl : DDL.split(";\n")) {
                if (!ddl.isBlank()) {
                    statement.execute(ddl.replace("x'61ff62'", nonsense(pragmas)));
                }
            }
            connection.setAutoCommit(false);
            everyClassInEveryColumn(connection);
            extremes(connection);
            wide(connection);
            big(connection);
            connection.commit();
        }
    }

    /** Bytes that are no text in the database's encoding: a lone surrogate in UTF-16. */
    private static String nonsense(List<String> pragmas) {
        if (pragmas.contains("encoding = 'UTF-16le'")) {
            return "x'3dd8'";
        }
        return pragmas.contains("encoding = 'UTF-16be'") ? "x'd83d'" : "x'61ff62'";
    }

    private static final String DDL = """
            CREATE TABLE every_class(a, b, c, d TEXT, e INTEGER, f REAL, g NUMERIC, h BLOB, i BOOLEAN, j DATETIME);
            CREATE TABLE numbers(id INTEGER PRIMARY KEY, big INTEGER, r REAL, n NUMERIC, dec DECIMAL(10,2), v);
            CREATE TABLE unholdable(id INTEGER PRIMARY KEY, t TEXT, n INT);
            INSERT INTO unholdable VALUES(1, 'a' || char(0) || 'b', 1), (2, CAST(x'61ff62' AS TEXT), 2), (3, 'good', 3);
            CREATE TABLE big(id INTEGER PRIMARY KEY, t TEXT, b BLOB);
            CREATE TABLE strict_one(id INTEGER PRIMARY KEY, i INT, r REAL, t TEXT, b BLOB, a ANY) STRICT;
            INSERT INTO strict_one VALUES(1, 1, 1, '1', x'01', 1), (2, 2, 2.5, '', x'', 'x'), (3, NULL, NULL, NULL, NULL, 1.0);
            CREATE TABLE without_rowid(a TEXT, b INT, c, PRIMARY KEY(b, a)) WITHOUT ROWID;
            INSERT INTO without_rowid SELECT 'k' || value, value % 7, hex(value) FROM generate;
            CREATE TABLE generated(id INTEGER PRIMARY KEY, a INT, v AS (a * 2) VIRTUAL, s TEXT AS ('s' || a) STORED, z INT);
            INSERT INTO generated(id, a, z) VALUES(1, 10, 1), (2, NULL, 2), (3, -5, 3);
            CREATE TABLE null_key(a TEXT PRIMARY KEY, b INT);
            INSERT INTO null_key VALUES(NULL, 1), (NULL, 2), ('x', 3);
            CREATE TABLE null_composite(a, b, c, PRIMARY KEY(a, b));
            INSERT INTO null_composite VALUES(1, NULL, 1), (1, NULL, 2), (1, 2, 3);
            CREATE TABLE keyless(a, b);
            INSERT INTO keyless VALUES(1, 1), (1, 1), (NULL, NULL);
            CREATE TABLE has_rowid_column(rowid TEXT, a INT);
            INSERT INTO has_rowid_column VALUES('mine', 1), ('mine', 2);
            CREATE TABLE counted(id INTEGER PRIMARY KEY AUTOINCREMENT, t TEXT DEFAULT 'it''s', n INT DEFAULT 5, w DEFAULT CURRENT_TIMESTAMP);
            INSERT INTO counted(t) VALUES('a'), ('b');
            DELETE FROM counted WHERE id = 2;
            CREATE TABLE "select"("from" INTEGER PRIMARY KEY, "Order By" TEXT, "größe" REAL, "we""ird" TEXT, "a.b" INT, [brackets] INT);
            INSERT INTO "select" VALUES(1, 'x', 1.5, '"', 1, 2);
            CREATE TABLE "Space Name"(a INTEGER PRIMARY KEY, b);
            INSERT INTO "Space Name" VALUES(1, 'b');
            CREATE TABLE hen(id INTEGER PRIMARY KEY, egg INT REFERENCES egg(id));
            CREATE TABLE egg(id INTEGER PRIMARY KEY, hen INT REFERENCES hen(id));
            INSERT INTO hen VALUES(1, 1), (2, NULL);
            INSERT INTO egg VALUES(1, 1), (2, 2);
            CREATE TABLE employee(id INTEGER PRIMARY KEY, boss INT REFERENCES employee(id) ON DELETE CASCADE);
            INSERT INTO employee VALUES(1, NULL), (2, 1), (3, 3), (4, 2);
            CREATE TABLE orphan(id INTEGER PRIMARY KEY, parent INT NOT NULL REFERENCES nowhere(id));
            INSERT INTO orphan VALUES(1, 99);
            CREATE TABLE violating(id INTEGER PRIMARY KEY, hen INT REFERENCES hen(id));
            INSERT INTO violating VALUES(1, 12345);
            CREATE TABLE dates(id INTEGER PRIMARY KEY, d DATE, t DATETIME, m TIMESTAMP, j JSON, o BOOL);
            INSERT INTO dates VALUES(1, '2024-02-29', '2024-02-29 10:11:12', '2024-02-29 10:11:12.123', '{"b":1, "a":[]}', 1);
            INSERT INTO dates VALUES(2, '1999-12-31', '0001-01-01 00:00:00', '2024-02-29 10:11:12.500', ' null ', 0);
            INSERT INTO dates VALUES(3, NULL, NULL, NULL, NULL, NULL);
            CREATE TABLE mixed_dates(id INTEGER PRIMARY KEY, d DATE, t DATETIME, j JSON, o BOOL);
            INSERT INTO mixed_dates VALUES(1, '2024-02-29', 1709201472, '{}', 1), (2, 'yesterday', '2024-02-29', 'no', 2);
            CREATE TABLE "CamelCase"("FirstName" TEXT, "lastName" TEXT, PRIMARY KEY("FirstName", "lastName"));
            INSERT INTO "CamelCase" VALUES('a', 'b'), ('A', 'b');
            CREATE TABLE nocase(k TEXT PRIMARY KEY COLLATE NOCASE, v INT);
            INSERT INTO nocase VALUES('a', 1), ('B', 2);
            CREATE TABLE empty_one(id INTEGER PRIMARY KEY, a TEXT, b DATE, c JSON, d BOOLEAN, e NUMERIC, f);
            CREATE TABLE long_key(k TEXT PRIMARY KEY, v INT);
            INSERT INTO long_key SELECT hex(randomblob(5000)), value FROM generate LIMIT 5;
            CREATE TABLE altered(id INTEGER PRIMARY KEY, a INT);
            INSERT INTO altered VALUES(1, 1), (2, 2);
            ALTER TABLE altered ADD COLUMN late TEXT DEFAULT 'default';
            ALTER TABLE altered ADD COLUMN later REAL DEFAULT 5;
            INSERT INTO altered VALUES(3, 3, NULL, NULL);
            CREATE VIRTUAL TABLE words USING fts5(body);
            INSERT INTO words VALUES('some words');
            CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1);
            INSERT INTO boxes VALUES(1, 0, 1);
            CREATE VIEW seen AS SELECT * FROM keyless;
            CREATE TRIGGER hurt AFTER INSERT ON keyless BEGIN INSERT INTO keyless SELECT 9, 9 WHERE 0; END;
            """.replace(
                    "FROM generate",
                    "FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 500)"
                            + " SELECT value FROM n)");

    private static void everyClassInEveryColumn(Connection connection) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO every_class VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (int row = 0; row < 4 * ONE_OF_EACH.length; row++) {
                for (int column = 0; column < 10; column++) {
                    insert.setObject(column + 1, ONE_OF_EACH[(row + column * 4) % ONE_OF_EACH.length]);
                }
                insert.executeUpdate();
            }
        }
    }

    private static void extremes(Connection connection) throws SQLException {
        Object[][] rows = {
            {1, Long.MAX_VALUE, 1e300, 5, 12.34, -0.0},
            {2, Long.MIN_VALUE, Double.NEGATIVE_INFINITY, 2.5, 1, Double.MIN_VALUE},
            {3, 0, -0.0, 1e19, 0.1 + 0.2, 1.0},
            {4, null, 9007199254740993.0, null, 99999999.99, 0.0}
        };
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO numbers VALUES(?, ?, ?, ?, ?, ?)")) {
            for (Object[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    insert.setObject(i + 1, row[i]);
                }
                insert.executeUpdate();
            }
        }
    }

    private static void wide(Connection connection) throws SQLException {
        String columns = IntStream.range(0, 300).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        String marks = "?" + ", ?".repeat(299);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE wide(" + columns + ")");
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO wide VALUES(" + marks + ")")) {
            for (int row = 0; row < 20; row++) {
                for (int i = 0; i < 300; i++) {
                    insert.setObject(i + 1, i % 3 == 0 ? ONE_OF_EACH[(row + i) % ONE_OF_EACH.length] : row * i);
                }
                insert.executeUpdate();
            }
        }
    }

    private static void big(Connection connection) throws SQLException {
        byte[] blob = new byte[5_000_000];
        new java.util.Random(5).nextBytes(blob);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO big VALUES(?, ?, ?)")) {
            insert.setInt(1, 1);
            insert.setString(2, "é5".repeat(2_500_000));
            insert.setBytes(3, blob);
            insert.executeUpdate();
        }
    }
}
