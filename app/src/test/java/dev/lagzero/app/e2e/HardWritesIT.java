package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes that SQLite takes and a database with enforced constraints would refuse, cascade or misorder. */
class HardWritesIT {

    private static final List<String> BEFORE = List.of(
            "CREATE TABLE parent(id INTEGER PRIMARY KEY, name TEXT)",
            "CREATE TABLE child(id INTEGER PRIMARY KEY, parent INT REFERENCES parent(id) ON DELETE CASCADE)",
            "CREATE TABLE holder(id INTEGER PRIMARY KEY, token TEXT UNIQUE, slot INT NOT NULL)",
            "CREATE TABLE coded(code TEXT PRIMARY KEY, v INT)",
            "CREATE TABLE hen(id INTEGER PRIMARY KEY, egg INT REFERENCES egg(id))",
            "CREATE TABLE egg(id INTEGER PRIMARY KEY, hen INT REFERENCES hen(id))",
            "CREATE TABLE broken(id INTEGER PRIMARY KEY, parent INT REFERENCES parent(id))",
            "INSERT INTO parent VALUES(1, 'a'), (2, 'b'), (3, 'c')",
            "INSERT INTO child VALUES(1, 1), (2, 2), (3, 3)",
            "INSERT INTO holder VALUES(1, 'x', 1), (2, 'y', 2), (3, 'z', 3)",
            "INSERT INTO coded VALUES('a', 1), ('b', 2), ('c', 3)",
            "INSERT INTO broken VALUES(1, 777)");

    /** Each element is one transaction. */
    private static final List<List<String>> TRANSACTIONS = List.of(
            List.of("DELETE FROM parent WHERE id = 1"),
            List.of("DELETE FROM parent WHERE id = 2", "INSERT INTO parent VALUES(2, 'again')"),
            List.of(
                    "UPDATE holder SET token = 't' WHERE id = 1",
                    "UPDATE holder SET token = 'x' WHERE id = 2",
                    "UPDATE holder SET token = 'y' WHERE id = 1"),
            List.of(
                    "UPDATE coded SET code = 't' WHERE code = 'a'",
                    "UPDATE coded SET code = 'a' WHERE code = 'b'",
                    "UPDATE coded SET code = 'b' WHERE code = 't'"),
            List.of(
                    "UPDATE holder SET id = -1 WHERE id = 1",
                    "UPDATE holder SET id = 1 WHERE id = 2",
                    "UPDATE holder SET id = 2 WHERE id = 3",
                    "UPDATE holder SET id = 3 WHERE id = -1"),
            List.of("INSERT INTO hen VALUES(1, 1)", "INSERT INTO egg VALUES(1, 1)"),
            List.of("INSERT INTO hen VALUES(2, 2)"),
            List.of("INSERT INTO egg VALUES(2, 2)"),
            List.of("DELETE FROM hen", "DELETE FROM egg"),
            List.of("UPDATE broken SET parent = 888"),
            List.of("PRAGMA ignore_check_constraints = 1", "INSERT OR REPLACE INTO holder VALUES(9, 'x', 9)"),
            List.of("INSERT INTO parent VALUES(1, 'back')"),
            List.of("UPDATE parent SET id = id + 100"),
            List.of("DELETE FROM child"),
            List.of("DELETE FROM parent"));

    @Test
    void nothingIsParkedNothingCascadesAndAllIsEqualAfterEachTransaction(@TempDir Path folder)
            throws IOException, SQLException, InterruptedException {
        Path file = folder.resolve("hard.db");
        try (Connection source = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            run(source, List.of("PRAGMA journal_mode = WAL"));
            run(source, BEFORE);
            try (Product product = Product.run(folder.resolve("data"), Map.of(), "--source", "sqlite:" + file)) {
                product.awaitState("CONSISTENT");
                for (List<String> transaction : TRANSACTIONS) {
                    source.setAutoCommit(false);
                    run(source, transaction);
                    source.commit();
                    source.setAutoCommit(true);
                    product.awaitState("CONSISTENT");
                    assertEqual(file, product, transaction.toString());
                }
                assertEquals(0, product.interrupt());
            }
        }
    }

    private static void assertEqual(Path file, Product product, String after) throws IOException, SQLException {
        try (Connection target = product.postgres()) {
            assertEquals(List.of(), Comparison.differences(file, target, "public", Set.of()), "after " + after);
        }
    }

    private static void run(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
