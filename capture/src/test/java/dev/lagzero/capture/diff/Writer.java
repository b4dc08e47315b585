package dev.lagzero.capture.diff;

import dev.lagzero.schemas.value.Value;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** An application that does whatever comes to its mind to its database: data and definitions. */
public final class Writer {

    private static final int FULL = 13;

    private final Connection connection;
    private final Random random;
    private final RandomValues values;
    private final List<String> log = new ArrayList<>();
    private int fresh;
    private boolean over;

    public Writer(Connection connection, Random random, int largest) {
        this.connection = connection;
        this.random = random;
        this.values = new RandomValues(random, largest);
    }

    public void create() throws SQLException {
        run("CREATE TABLE plain(id INTEGER PRIMARY KEY, a, b TEXT, c REAL, d BLOB, e NUMERIC)");
        run("CREATE TABLE keyless(a, b INT)");
        run("CREATE TABLE composite(k1 TEXT, k2, v, w, PRIMARY KEY(k1, k2))");
        run("CREATE TABLE single(k PRIMARY KEY, v UNIQUE)");
        run("CREATE TABLE clustered(a TEXT COLLATE NOCASE, v, b, w REAL, PRIMARY KEY(b DESC, a)) WITHOUT ROWID");
        run("CREATE TABLE computed(id INTEGER PRIMARY KEY, a, b AS (length(a)), c TEXT AS (a || '!') STORED)");
        run("CREATE INDEX by_a ON plain(a)");
        run("CREATE TABLE strict_one(id INTEGER PRIMARY KEY AUTOINCREMENT, a ANY, b INT, c TEXT) STRICT");
    }

    public List<String> log() {
        return log;
    }

    /** Called in front of each COMMIT. */
    @FunctionalInterface
    public interface Witness {
        void commits(String what) throws SQLException;
    }

    void transaction(double definitions) throws SQLException {
        transaction(definitions, what -> {});
    }

    /** A transaction of several statements; definitions change with the given chance. */
    public void transaction(double definitions, Witness witness) throws SQLException {
        log.clear();
        if (random.nextDouble() < definitions / 4) {
            run("VACUUM");
            run("BEGIN");
            witness.commits(log.toString());
            run("COMMIT");
            return;
        }
        run("BEGIN");
        int statements = 1 + random.nextInt(random.nextInt(10) == 0 ? 200 : 12);
        boolean nested = false;
        over = false;
        for (int i = 0; i < statements && !over; i++) {
            if (random.nextInt(10) == 0) {
                nested = savepoint(nested);
            } else if (random.nextDouble() < definitions / statements) {
                definition();
            } else {
                data();
            }
        }
        if (over) {
            attempt("ROLLBACK");
            return;
        }
        if (random.nextInt(12) == 0) {
            run("ROLLBACK");
            return;
        }
        witness.commits(log.toString());
        run("COMMIT");
    }

    /** Begins a transaction within the transaction, or ends it either way. */
    private boolean savepoint(boolean nested) throws SQLException {
        if (!nested) {
            run("SAVEPOINT nested");
            return true;
        }
        if (random.nextBoolean()) {
            run("ROLLBACK TO nested");
        }
        run("RELEASE nested");
        return false;
    }

    private String table() throws SQLException {
        List<String> names = new ArrayList<>(new TreeSet<>(Truth.tables(connection)));
        names.remove("tick");
        return names.get(random.nextInt(names.size()));
    }

    private List<String> columns(String table) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT name FROM pragma_table_xinfo('" + table + "') WHERE hidden = 0")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private void data() throws SQLException {
        if (over) {
            return;
        }
        String table = table();
        List<String> columns = columns(table);
        String column = columns.get(random.nextInt(columns.size()));
        String some = " WHERE abs(random()) % 10 = 0";
        String one = " WHERE " + column + " IN (SELECT " + column + " FROM " + table + " LIMIT 1 OFFSET "
                + random.nextInt(50) + ")";
        switch (random.nextInt(22)) {
            case 0, 1, 2, 3, 4, 5 -> insert(table, columns);
            case 6 -> fill(table, columns);
            case 7, 8, 9 -> change("UPDATE OR IGNORE " + table + " SET " + column + " = ", one);
            case 10 -> change("UPDATE OR REPLACE " + table + " SET " + column + " = ", one);
            case 11 -> attempt("DELETE FROM " + table + one);
            case 12 -> attempt("DELETE FROM " + table + (random.nextInt(8) == 0 ? "" : deterministic(some, table)));
            case 13, 16 -> inPlace(table, column);
            case 17 -> undone();
            case 18 -> attempt("PRAGMA incremental_vacuum(" + (1 + random.nextInt(30)) + ")");
            case 19 ->
                attempt("UPDATE OR REPLACE " + table + " SET rowid = rowid + " + (1 + random.nextInt(90))
                        + " WHERE rowid % 3 = " + random.nextInt(3));
            case 20 ->
                attempt("DELETE FROM " + table + " WHERE " + column + " IN (SELECT " + column + " FROM " + table
                        + " LIMIT 60 OFFSET " + random.nextInt(100) + ")");
            case 21 -> fillWide(table, columns);
            case 14 -> attempt("UPDATE OR IGNORE " + table + " SET " + column + " = " + column + " || 'x'" + one);
            default -> attempt("UPDATE OR IGNORE " + table + " SET " + column + " = NULL" + one);
        }
    }

    /** A filter that depends on the seed only. */
    private String deterministic(String some, String table) {
        return some.replace("random()", "length(hex(" + firstColumn(table) + ")) + " + random.nextInt(10));
    }

    private String firstColumn(String table) {
        try {
            return columns(table).getFirst();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Same size, other bytes at the end: only the tail of a long row changes. */
    private void inPlace(String table, String column) throws SQLException {
        attempt("UPDATE OR IGNORE " + table + " SET " + column + " = CAST(substr(CAST(" + column
                + " AS BLOB), 1, length(CAST(" + column + " AS BLOB)) - 1) || x'" + (41 + random.nextInt(9))
                + "' AS BLOB) WHERE typeof(" + column + ") = 'blob' AND length(" + column + ") > 300");
    }

    private void insert(String table, List<String> columns) throws SQLException {
        List<Value> row = new ArrayList<>();
        columns.forEach(column -> row.add(values.any()));
        String verb = random.nextBoolean() ? "INSERT OR IGNORE" : "REPLACE";
        String sql = verb + " INTO " + table + "(" + String.join(", ", columns) + ") VALUES ("
                + String.join(", ", row.stream().map(RandomValues::parameter).toList()) + ")";
        log.add(sql + " "
                + row.stream()
                        .map(value -> value.storage() + "/" + value.size())
                        .toList());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < row.size(); i++) {
                RandomValues.bind(statement, i + 1, row.get(i));
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            failed(e);
        }
    }

    private void fill(String table, List<String> columns) throws SQLException {
        String row = String.join(
                ", ",
                columns.stream().map(column -> "x + " + random.nextInt(1000)).toList());
        attempt("WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM c WHERE x < " + random.nextInt(300)
                + ") INSERT OR IGNORE INTO " + table + "(" + String.join(", ", columns) + ") SELECT " + row
                + " FROM c");
    }

    /** Long rows, so that many chains begin and end at once. */
    private void fillWide(String table, List<String> columns) throws SQLException {
        String row = String.join(
                ", ",
                columns.stream()
                        .map(column -> "zeroblob(300 * (x % 7)) || x || " + random.nextInt(1000))
                        .toList());
        attempt("WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM c WHERE x < " + random.nextInt(40)
                + ") INSERT OR IGNORE INTO " + table + "(" + String.join(", ", columns) + ") SELECT " + row
                + " FROM c");
    }

    /** What is rolled back may have been written already, when the cache is small. */
    private void undone() throws SQLException {
        attempt("SAVEPOINT undone");
        int statements = 1 + random.nextInt(5);
        for (int i = 0; i < statements; i++) {
            data();
        }
        if (over) {
            return;
        }
        attempt(random.nextInt(3) == 0 ? "RELEASE undone" : "ROLLBACK TO undone");
    }

    private void change(String sql, String where) throws SQLException {
        Value value = values.any();
        log.add(sql + value.storage() + "/" + value.size() + where);
        try (PreparedStatement statement = connection.prepareStatement(sql + RandomValues.parameter(value) + where)) {
            RandomValues.bind(statement, 1, value);
            statement.executeUpdate();
        } catch (SQLException e) {
            failed(e);
        }
    }

    private void definition() throws SQLException {
        String table = table();
        List<String> columns = columns(table);
        String column = columns.get(random.nextInt(columns.size()));
        String name = "n" + fresh++;
        switch (random.nextInt(12)) {
            case 0, 1 -> attempt("ALTER TABLE " + table + " ADD COLUMN " + name + addable());
            case 2, 3 -> attempt("ALTER TABLE " + table + " DROP COLUMN " + column);
            case 4, 5 -> attempt("ALTER TABLE " + table + " RENAME COLUMN " + column + " TO " + name);
            case 6 -> attempt("ALTER TABLE " + table + " RENAME TO " + name);
            case 7 ->
                attempt("CREATE TABLE " + name + "(k TEXT, a" + (random.nextBoolean() ? "" : ", PRIMARY KEY(k)") + ")");
            case 8 -> attempt("CREATE UNIQUE INDEX " + name + " ON " + table + "(" + column + ")");
            case 9 -> attempt("CREATE INDEX " + name + " ON " + table + "(" + column + ")");
            case 10 -> {
                if (Truth.tables(connection).size() > 5) {
                    attempt("DROP TABLE " + table);
                }
            }
            default -> {
                attempt("DROP TABLE " + table);
                attempt("CREATE TABLE " + table + "(id INTEGER PRIMARY KEY, a, b)");
            }
        }
    }

    private String addable() {
        return switch (random.nextInt(6)) {
            case 0 -> "";
            case 1 -> " INTEGER NOT NULL DEFAULT 7";
            case 2 -> " TEXT DEFAULT 'it''s'";
            case 3 -> " REAL DEFAULT 5";
            case 4 -> " BLOB DEFAULT x'00ff'";
            default -> " AS (" + random.nextInt(9) + ")";
        };
    }

    private void attempt(String sql) throws SQLException {
        log.add(sql);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            failed(e);
        }
    }

    private void failed(SQLException e) {
        log.add(" -> " + e.getMessage());
        // When row numbers are used up, SQLite may roll back the whole transaction.
        over |= e.getErrorCode() == FULL;
    }

    private void run(String sql) throws SQLException {
        log.add(sql);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
