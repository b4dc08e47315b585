package dev.lagzero.capture.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Operation;
import dev.lagzero.schemas.value.Value;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The net effect of a transaction on the rows of a table. */
class RowChangesTest {

    private static final String SERIES =
            "WITH RECURSIVE s(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM s WHERE x < 5000) ";

    @TempDir
    private Path folder;

    private Source source;

    @BeforeEach
    void open() throws SQLException {
        source = new Source(folder.resolve("r.db"));
    }

    @AfterEach
    void close() throws SQLException {
        source.close();
    }

    /** What the statements change, after a check that the changes lead from the state before to the state after. */
    private List<String> changes(String... statements) throws SQLException {
        MemoryPages before = source.pages();
        source.transaction(statements);
        return checked(before);
    }

    private List<String> checked(MemoryPages before) throws SQLException {
        List<ChangeEvent.Part> parts = Source.diff(before, source.pages());
        Model model = new Model().apply(Source.diff(MemoryPages.NONE, before)).apply(parts);
        Truth.check(
                model,
                source.connection(),
                String.valueOf(parts.stream().limit(9).toList()));
        return parts.stream().map(RowChangesTest::told).toList();
    }

    private static String told(ChangeEvent.Part part) {
        return part instanceof ChangeEvent.RowChanged row
                ? row.operation().letter() + " " + row.table() + " "
                        + row.key().values().stream().map(RowChangesTest::told).toList()
                : part.getClass().getSimpleName() + " " + part.table();
    }

    private static String told(Value value) {
        return switch (value) {
            case Value.Int integer -> Long.toString(integer.value());
            case Value.Text text -> text.value();
            case Value.Null ignored -> "NULL";
            case Value.Real ignored -> "real";
            case Value.RawText ignored -> "raw";
            case Value.Blob ignored -> "blob";
        };
    }

    @Test
    void anInsertAnUpdateAndADeleteAreOneChangeEach() throws Exception {
        source.run("CREATE TABLE t(id INTEGER PRIMARY KEY, a)", "INSERT INTO t VALUES (1, 'x'), (2, 'y')");
        assertEquals(
                List.of("u t [1]", "d t [2]", "c t [3]"),
                changes(
                        "INSERT INTO t VALUES (3, 'z')",
                        "UPDATE t SET a = 'w' WHERE id = 1",
                        "DELETE FROM t WHERE id = 2"));
    }

    @Test
    void whatIsUndoneWithinTheTransactionIsNoChange() throws Exception {
        source.run("CREATE TABLE t(id INTEGER PRIMARY KEY, a)", "INSERT INTO t VALUES (1, 'x')");
        assertEquals(
                List.of(),
                changes(
                        "UPDATE t SET a = 'y'",
                        "INSERT INTO t VALUES (2, 2)",
                        "UPDATE t SET a = 'x' WHERE id = 1",
                        "DELETE FROM t WHERE id = 2"));
    }

    @Test
    void aKeyChangeIsADeleteAndAnInsert() throws Exception {
        source.run("CREATE TABLE t(id TEXT NOT NULL PRIMARY KEY, a)", "INSERT INTO t VALUES ('a', 1), ('b', 2)");
        assertEquals(List.of("c t [c]", "d t [a]"), changes("UPDATE t SET id = 'c' WHERE id = 'a'"));
        assertEquals(List.of("c t [B]", "d t [b]"), changes("UPDATE t SET id = 'B' WHERE id = 'b'"));
    }

    @Test
    void swappedKeysAreTwoUpdates() throws Exception {
        source.run("CREATE TABLE t(id TEXT NOT NULL PRIMARY KEY, a)", "INSERT INTO t VALUES ('a', 1), ('b', 2)");
        assertEquals(
                List.of("u t [b]", "u t [a]"),
                changes(
                        "UPDATE t SET id = 'x' WHERE id = 'a'",
                        "UPDATE t SET id = 'a' WHERE id = 'b'",
                        "UPDATE t SET id = 'b' WHERE id = 'x'"));
    }

    @Test
    void aReplacedRowIsAnUpdateWhateverItsNewRowNumber() throws Exception {
        source.run("CREATE TABLE t(id TEXT NOT NULL PRIMARY KEY, a)", "INSERT INTO t VALUES ('a', 1), ('b', 2)");
        assertEquals(List.of("u t [a]"), changes("REPLACE INTO t VALUES ('a', 7)"));
        assertEquals(List.of(), changes("REPLACE INTO t VALUES ('b', 2)"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(id INTEGER PRIMARY KEY, a, b)",
                "(id, a, b)",
                "(id, a, b, PRIMARY KEY(id))",
                "(id, a PRIMARY KEY, b) WITHOUT ROWID"
            })
    void rangesAndWholeTablesGoRowByRow(String columns) throws Exception {
        source.run("CREATE TABLE t" + columns, SERIES + "INSERT INTO t SELECT x, 'text ' || x, x FROM s");
        assertEquals(
                2000, changes("DELETE FROM t WHERE b BETWEEN 1001 AND 3000").size());
        assertEquals(1500, changes("UPDATE t SET b = -b WHERE b > 3500").size());
        assertEquals(3000, changes("DELETE FROM t").size());
        assertEquals(
                5000,
                changes(SERIES + "INSERT INTO t SELECT x, 'text ' || x, x FROM s")
                        .size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(id INTEGER PRIMARY KEY, a, b)",
                "(id NOT NULL PRIMARY KEY, a, b)",
                "(id, a, b, PRIMARY KEY(a, id)) WITHOUT ROWID"
            })
    void aVacuumChangesNothing(String columns) throws Exception {
        source.run(
                "CREATE TABLE gone(a)",
                "INSERT INTO gone VALUES (zeroblob(100000))",
                "CREATE TABLE t" + columns,
                SERIES + "INSERT INTO t SELECT x * 3, zeroblob(x % 900), x FROM s",
                "DELETE FROM t WHERE b % 3 = 1",
                "DROP TABLE gone");
        MemoryPages before = source.pages();
        source.run("VACUUM");
        assertTrue(before.changed(source.pages()).cardinality() > 100);
        assertEquals(List.of(), checked(before));
    }

    @Test
    void aVacuumToAnotherPageSizeChangesNothing() throws Exception {
        source.run("CREATE TABLE t(id INTEGER PRIMARY KEY, a)", SERIES + "INSERT INTO t SELECT x, zeroblob(x) FROM s");
        MemoryPages before = source.pages();
        source.run("PRAGMA page_size = 512", "VACUUM");
        assertEquals(List.of(), checked(before));
    }

    @Test
    void aChangeAtTheFarEndOfALongValueIsFound() throws Exception {
        source.run(
                "CREATE TABLE t(id INTEGER PRIMARY KEY, a, b TEXT)",
                "CREATE TABLE w(a, b, PRIMARY KEY(a)) WITHOUT ROWID",
                "CREATE INDEX i ON t(b)",
                SERIES + "INSERT INTO t SELECT x, zeroblob(9000), 'b' || x FROM s WHERE x < 200",
                SERIES + "INSERT INTO w SELECT x, zeroblob(9000) FROM s WHERE x < 200");
        String far = "CAST(substr(a, 1, 8999) || x'01' AS BLOB)";
        MemoryPages before = source.pages();
        assertEquals(List.of("u t [77]"), changes("UPDATE t SET a = " + far + " WHERE id = 77"));
        assertTrue(before.changed(source.pages()).cardinality() <= 2, "SQLite wrote more than the one overflow page");
        assertEquals(
                List.of("u w [78]"),
                changes("UPDATE w SET b = CAST(substr(b, 1, 8999) || x'01' AS BLOB) WHERE a = 78"));
        assertEquals(
                List.of("u t [5]", "c t [900]"),
                changes(
                        "UPDATE t SET a = " + far + " WHERE id = 5",
                        "INSERT INTO t VALUES (900, zeroblob(50000), 'x')"));
    }

    @Test
    void rowsOfAnUntouchedDatabaseAreNotRead() throws Exception {
        source.run(
                "CREATE TABLE t(id INTEGER PRIMARY KEY, a)", SERIES + "INSERT INTO t SELECT x, zeroblob(400) FROM s");
        MemoryPages before = source.pages();
        source.run("UPDATE t SET a = 1 WHERE id = 2500");
        MemoryPages after = source.pages();
        assertEquals(1, Source.diff(before, after).size());
        assertTrue(after.pageCount() > 500 && after.reads() < 40, after.reads() + " of " + after.pageCount());
    }

    @Test
    void moreRowsThanOneKeyTableTakesArePairedInParts() throws Exception {
        int rows = KeyTable.MOST_ROWS + 50_000;
        source.run(
                "CREATE TABLE t(id INTEGER NOT NULL, a, PRIMARY KEY(id DESC, a))",
                "WITH RECURSIVE s(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM s WHERE x < " + rows
                        + ") INSERT INTO t SELECT x, 1 FROM s");
        MemoryPages before = source.pages();
        source.transaction(
                "CREATE TABLE u AS SELECT * FROM t ORDER BY id DESC",
                "DELETE FROM t",
                "INSERT INTO t SELECT * FROM u",
                "DROP TABLE u",
                "UPDATE t SET a = 2 WHERE id = 5");
        assertEquals(
                List.of("c t [5, 2]", "d t [5, 1]"),
                Source.diff(before, source.pages()).stream()
                        .map(RowChangesTest::told)
                        .sorted()
                        .toList());
    }

    @Test
    void theSameInputYieldsTheSameChanges() throws Exception {
        source.run("CREATE TABLE t(id TEXT, a, PRIMARY KEY(id))", SERIES + "INSERT INTO t SELECT 'k' || x, x FROM s");
        MemoryPages before = source.pages();
        source.transaction("UPDATE t SET id = 'n' || a WHERE a % 3 = 0", "DELETE FROM t WHERE a % 7 = 0");
        assertEquals(Source.diff(before, source.pages()), Source.diff(before, source.pages()));
    }

    @Test
    void operationsOfASnapshotAreReads() throws Exception {
        source.run("CREATE TABLE t(a)", "INSERT INTO t VALUES (1)");
        var parts = Source.diff(MemoryPages.NONE, source.pages());
        assertEquals(Operation.READ, ((ChangeEvent.RowChanged) parts.getLast()).operation());
    }
}
