package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SQLite lets one call a table or a column, and Postgres does not. */
class OddNamesIT {

    private static final String LONG = "a".repeat(60);

    @Test
    void namesThatPostgresDoesNotTakeArriveUnderOthers(@TempDir Path folder)
            throws IOException, SQLException, InterruptedException {
        Path file = folder.resolve("odd.db");
        write(
                file,
                "CREATE TABLE system(ctid INT, xmin TEXT, oid INT)",
                "INSERT INTO system VALUES (1, 'x', 3)",
                "CREATE TABLE \"with \"\"quotes\"\";--\"(\"select\" INT, \"a\"\"b\" INT)",
                "INSERT INTO \"with \"\"quotes\"\";--\" VALUES (1, 2)",
                "CREATE TABLE " + LONG + "first(v)",
                "INSERT INTO " + LONG + "first VALUES (1)",
                "CREATE TABLE " + LONG + "second(v)",
                "CREATE TABLE \"\"(v)",
                "CREATE TABLE nameless(\"\" INT PRIMARY KEY, v TEXT, \" \" INT UNIQUE)",
                "INSERT INTO nameless VALUES (1, 'x', 3)",
                "CREATE TABLE pg_class(v)",
                "INSERT INTO pg_class VALUES (1), (2)");
        Path data = folder.resolve("data");
        try (Product product = Product.run(data, Map.of(), "--source", "sqlite:" + file)) {
            product.awaitState("CONSISTENT");
            try (Connection target = product.postgres()) {
                Map<String, String> columns = columns(target);
                assertEquals("rowid ctid_ xmin_ oid", columns.get("system"));
                assertEquals("rowid select a\"b", columns.get("with \"quotes\";--"));
                assertEquals("rowid v", columns.get("pg_class"));
                assertEquals("rowid v", columns.get("_"));
                assertEquals("_ v  ", columns.get("nameless"));
                assertEquals(
                        2,
                        columns.keySet().stream()
                                .filter(name -> name.startsWith("a".repeat(50)))
                                .count());
                assertEquals(1, count(target, "SELECT count(*) FROM public.system WHERE (ctid_, xmin_) = (1, 'x')"));
                assertEquals(1, count(target, "SELECT count(*) FROM public.\"with \"\"quotes\"\";--\""));
                assertEquals(2, count(target, "SELECT count(*) FROM public.pg_class"));
            }
        }
    }

    /** Postgres calls keys, UNIQUEs and sequences by itself, and tables share these names. */
    @Test
    void aTableMayBeCalledAsAKeyOrASequenceOfAnother(@TempDir Path folder)
            throws IOException, SQLException, InterruptedException {
        Path file = folder.resolve("odd.db");
        String columns = "(id INTEGER PRIMARY KEY, n INT UNIQUE)";
        write(file, "CREATE TABLE b_pkey" + columns);
        for (String name : new String[] {"a", "a_pkey", "a_n_key", "a_id_seq", "b", "a_pkey_1"}) {
            write(file, "CREATE TABLE " + name + columns, "INSERT INTO " + name + " VALUES (1, 2)");
        }
        try (Product product = Product.run(folder.resolve("data"), Map.of(), "--source", "sqlite:" + file)) {
            product.awaitState("CONSISTENT");
            for (String name : new String[] {"c", "c_n_key", "c_pkey", "c_id_seq", "b_n_key"}) {
                write(file, "CREATE TABLE " + name + columns, "INSERT INTO " + name + " VALUES (1, 2)");
            }
            write(
                    file,
                    "ALTER TABLE c_pkey RENAME TO b_id_seq",
                    "ALTER TABLE c RENAME TO d",
                    "INSERT INTO d VALUES (2, 3)",
                    "UPDATE a SET n = 7");
            product.awaitState("CONSISTENT");
            try (Connection target = product.postgres()) {
                assertEquals(12, columns(target).size());
                assertEquals(2, count(target, "SELECT count(*) FROM public.d"));
                assertEquals(1, count(target, "SELECT count(*) FROM public.a WHERE n = 7"));
                assertEquals(1, count(target, "SELECT count(*) FROM public.b_id_seq"));
                assertEquals(0, count(target, "SELECT count(*) FROM lagzero.parked"));
                assertEquals(
                        0, count(target, "SELECT count(*) FROM lagzero.constraint_state WHERE state <> 'IN_FORCE'"));
            }
        }
    }

    @Test
    void aTableThatPostgresCannotHaveIsParkedAsAWholeAndTheOthersArrive(@TempDir Path folder)
            throws IOException, SQLException, InterruptedException {
        Path file = folder.resolve("odd.db");
        String columns = IntStream.range(0, 1700).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        write(
                file,
                "CREATE TABLE wide(" + columns + ")",
                "INSERT INTO wide(c0) VALUES (1), (2)",
                "CREATE TABLE narrow(v)",
                "INSERT INTO narrow VALUES (1)");
        Path data = folder.resolve("data");
        Product.Result result = Product.command(
                "run", "--source", "sqlite:" + file, "--data", data.toString(), "--http", "0", "--until-caught-up");
        assertEquals(3, result.code(), result.toString());
        assertTrue(
                result.toString().contains("wide is parked as a whole: table wide: 1701 columns"), result.toString());
        try (Product product = Product.run(data, Map.of(), "--source", "sqlite:" + file)) {
            product.awaitState("PARKED");
            write(
                    file,
                    "INSERT INTO wide(c1) VALUES (3)",
                    "DELETE FROM wide WHERE c0 = 1",
                    "INSERT INTO narrow VALUES (2)");
            product.awaitState("PARKED");
            try (Connection target = product.postgres()) {
                assertEquals(2, count(target, "SELECT count(*) FROM public.narrow"));
                assertEquals(1, count(target, "SELECT count(*) FROM lagzero.parked"));
            }
        }
    }

    private static void write(Path file, String... statements) throws SQLException {
        try (Connection source = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = source.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static Map<String, String> columns(Connection target) throws SQLException {
        Map<String, String> columns = new TreeMap<>();
        try (Statement statement = target.createStatement();
                ResultSet rows = statement.executeQuery("SELECT table_name, string_agg(column_name, ' ' ORDER BY"
                        + " ordinal_position) FROM information_schema.columns WHERE table_schema = 'public'"
                        + " GROUP BY table_name")) {
            while (rows.next()) {
                columns.put(rows.getString(1), rows.getString(2));
            }
        }
        return columns;
    }

    private static long count(Connection target, String sql) throws SQLException {
        try (Statement statement = target.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
