package dev.lagzero.app.e2e;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/** Ordinary rows of about 250 bytes in ten columns, with a unique index. */
final class Rows {

    private Rows() {}

    static void create(Path file, int count) throws SQLException {
        Random random = new Random(7);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute(
                    "CREATE TABLE item(id INTEGER PRIMARY KEY, code TEXT UNIQUE, name TEXT, note TEXT, price REAL,"
                            + " amount INTEGER, made TEXT, kind TEXT, weight REAL, picture BLOB)");
            connection.setAutoCommit(false);
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO item VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                for (int i = 1; i <= count; i++) {
                    byte[] picture = new byte[40];
                    random.nextBytes(picture);
                    Object[] row = {
                        i,
                        "code-" + i,
                        "name of item " + random.nextInt(1_000_000),
                        words(random),
                        random.nextDouble(),
                        random.nextInt(1000),
                        "2024-01-01 00:00:00",
                        "kind " + random.nextInt(20),
                        random.nextGaussian(),
                        picture
                    };
                    for (int column = 0; column < row.length; column++) {
                        insert.setObject(column + 1, row[column]);
                    }
                    insert.addBatch();
                    if (i % 10_000 == 0) {
                        insert.executeBatch();
                    }
                }
                insert.executeBatch();
            }
            connection.commit();
        }
    }

    private static String words(Random random) {
        StringBuilder words = new StringBuilder();
        while (words.length() < 100) {
            words.append(Integer.toString(random.nextInt(), 36)).append(' ');
        }
        return words.toString();
    }
}
