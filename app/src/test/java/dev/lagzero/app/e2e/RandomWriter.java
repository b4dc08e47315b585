package dev.lagzero.app.e2e;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;

/**
 * An application that writes to a SQLite file, transaction by transaction, in every way that is legal. Run as a process
 * of its own: {@code RandomWriter FILE SEED TRANSACTIONS PAUSE_MICROS}.
 */
public final class RandomWriter {

    static final List<String> SCHEMA = List.of(
            "CREATE TABLE IF NOT EXISTS plain(id INTEGER PRIMARY KEY, a, b TEXT, c REAL, d BLOB)",
            "CREATE TABLE IF NOT EXISTS coded(code TEXT PRIMARY KEY, n INTEGER, u TEXT UNIQUE)",
            "CREATE TABLE IF NOT EXISTS keyless(a, b)",
            "CREATE TABLE IF NOT EXISTS compact(a INT, b TEXT, v, PRIMARY KEY(a, b)) WITHOUT ROWID",
            "CREATE TABLE IF NOT EXISTS parent(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL)",
            "CREATE TABLE IF NOT EXISTS child(id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent(id)"
                    + " ON DELETE CASCADE, twice GENERATED ALWAYS AS (id * 2) VIRTUAL)",
            "CREATE TABLE IF NOT EXISTS changing(id INTEGER PRIMARY KEY, v TEXT)");

    private final Connection connection;
    private final Random random;
    private int columnsAdded;

    RandomWriter(Connection connection, long seed) {
        this.connection = connection;
        this.random = new Random(seed);
    }

    public static void main(String[] args) throws SQLException, InterruptedException {
        try (Connection connection = open(Path.of(args[0]))) {
            RandomWriter writer = new RandomWriter(connection, Long.parseLong(args[1]));
            long pauseMicros = Long.parseLong(args[3]);
            for (int i = 0; i < Integer.parseInt(args[2]); i++) {
                writer.transaction();
                Thread.sleep(pauseMicros / 1000, (int) (pauseMicros % 1000) * 1000);
            }
        }
    }

    static Connection open(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 60000");
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = NORMAL");
            for (String table : SCHEMA) {
                statement.execute(table);
            }
        }
        return connection;
    }

    void transaction() throws SQLException {
        int kind = random.nextInt(200);
        if (kind == 0) {
            execute("VACUUM");
            return;
        }
        connection.setAutoCommit(false);
        if (kind < 4) {
            alter();
        } else if (kind < 6) {
            comeAndGo();
        } else {
            int statements = 1 + random.nextInt(kind < 20 ? 60 : 5);
            for (int i = 0; i < statements; i++) {
                write();
            }
        }
        if (random.nextInt(15) == 0) {
            connection.rollback();
        } else {
            connection.commit();
        }
        connection.setAutoCommit(true);
    }

    private void write() throws SQLException {
        switch (random.nextInt(14)) {
            case 0, 1, 2 ->
                update(
                        "INSERT OR REPLACE INTO plain VALUES(?, ?, ?, ?, ?)",
                        id(),
                        any(),
                        text(),
                        random.nextGaussian(),
                        blob());
            case 3 -> update("UPDATE plain SET a = ?, b = ? WHERE id = ?", any(), text(), id());
            case 4 -> update("UPDATE OR IGNORE plain SET id = ? WHERE id = ?", id(), id());
            case 5 -> update("DELETE FROM plain WHERE id BETWEEN ? AND ?", id(), id());
            case 6 -> update("INSERT OR REPLACE INTO coded VALUES(?, ?, ?)", "c" + id(), id(), "u" + id());
            case 7 ->
                update("UPDATE OR IGNORE coded SET code = ?, u = ? WHERE code = ?", "c" + id(), "u" + id(), "c" + id());
            case 8 -> update("INSERT INTO keyless VALUES(?, ?)", any(), text());
            case 9 -> update("DELETE FROM keyless WHERE rowid % 7 = ?", random.nextInt(7));
            case 10 -> update("INSERT OR REPLACE INTO compact VALUES(?, ?, ?)", id() % 20, "b" + id() % 9, any());
            case 11 -> update("DELETE FROM compact WHERE a = ?", id() % 20);
            case 12 -> {
                update("INSERT INTO parent(name) VALUES(?)", text());
                update("INSERT OR REPLACE INTO child(id, parent) VALUES(?, (SELECT max(id) FROM parent))", id());
            }
            default -> {
                // Foreign keys are not enforced here: orphans are legal, and so is their parent's return.
                update("DELETE FROM parent WHERE id = (SELECT min(id) FROM parent)");
                update("UPDATE OR IGNORE child SET id = -id WHERE id = ?", id());
            }
        }
    }

    private void alter() throws SQLException {
        int column = random.nextInt(columnsAdded + 1);
        switch (random.nextInt(4)) {
            case 0 -> execute("ALTER TABLE changing ADD COLUMN extra" + ++columnsAdded + " DEFAULT 'x" + column + "'");
            case 1 -> {
                int rows = tolerate("ALTER TABLE changing DROP COLUMN extra" + column);
                update("INSERT INTO changing(v) VALUES(?)", "dropped " + rows);
            }
            case 2 -> {
                int rows = tolerate("ALTER TABLE changing RENAME COLUMN extra" + column + " TO extra" + ++columnsAdded);
                update("UPDATE changing SET v = ? WHERE id % 3 = 0", "renamed " + rows);
            }
            default -> {
                for (int i = 0; i < 20; i++) {
                    update("INSERT INTO changing(v) VALUES(?)", text());
                }
            }
        }
    }

    private void comeAndGo() throws SQLException {
        String name = "visitor" + random.nextInt(3);
        if (random.nextBoolean()) {
            execute("DROP TABLE IF EXISTS " + name);
        } else {
            execute("CREATE TABLE IF NOT EXISTS " + name + "(id INTEGER PRIMARY KEY, v)");
            update("INSERT OR REPLACE INTO " + name + " VALUES(?, ?)", id(), any());
        }
    }

    private int tolerate(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return 1;
        } catch (SQLException noSuchColumn) {
            return 0;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private long id() {
        return random.nextInt(300);
    }

    private Object any() {
        return switch (random.nextInt(6)) {
            case 0 -> null;
            case 1 -> random.nextLong();
            case 2 -> random.nextInt(3);
            case 3 -> random.nextDouble() * 1e10;
            case 4 -> blob();
            default -> text();
        };
    }

    private String text() {
        return "täxt".repeat(random.nextInt(8) == 0 ? random.nextInt(2000) : random.nextInt(6)) + random.nextInt(1000);
    }

    private byte[] blob() {
        byte[] bytes = new byte[random.nextInt(10) == 0 ? random.nextInt(9000) : random.nextInt(30)];
        random.nextBytes(bytes);
        return bytes;
    }
}
