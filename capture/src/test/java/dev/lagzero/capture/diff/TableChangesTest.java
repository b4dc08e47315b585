package dev.lagzero.capture.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.table.Lineage;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of tables, and what that means for their rows. */
class TableChangesTest {

    @TempDir
    private Path folder;

    private Source source;

    @BeforeEach
    void open() throws SQLException {
        source = new Source(folder.resolve("d.db"));
        source.run(
                "CREATE TABLE t(id INTEGER PRIMARY KEY, a, b TEXT DEFAULT 'b', c REAL)",
                "INSERT INTO t VALUES (1, 1, 'x', 1), (2, 2, 'y', 2)");
    }

    @AfterEach
    void close() throws SQLException {
        source.close();
    }

    private List<ChangeEvent.Part> changes(String... statements) throws SQLException {
        MemoryPages before = source.pages();
        source.transaction(statements);
        List<ChangeEvent.Part> parts = Source.diff(before, source.pages());
        Model model = new Model().apply(Source.diff(MemoryPages.NONE, before)).apply(parts);
        Truth.check(model, source.connection(), parts.toString());
        return parts;
    }

    private static Lineage lineage(List<ChangeEvent.Part> parts) {
        return assertInstanceOf(ChangeEvent.TableDefined.class, parts.getFirst(), parts.toString())
                .lineage();
    }

    private static Map<String, String> same(String... columns) {
        Map<String, String> map = new HashMap<>();
        for (String column : columns) {
            map.put(column, column);
        }
        return map;
    }

    @Test
    void aNewTableIsFreshAndItsRowsFollow() throws Exception {
        var parts = changes("CREATE TABLE u(k PRIMARY KEY, v)", "INSERT INTO u VALUES ('a', 1)");
        assertEquals(new Lineage.Fresh(), lineage(parts));
        assertEquals(2, parts.size());
    }

    @Test
    void aDroppedTableIsOneChange() throws Exception {
        var parts = changes("DROP TABLE t");
        assertEquals(1, parts.size());
        assertInstanceOf(ChangeEvent.TableDropped.class, parts.getFirst());
    }

    @Test
    void aTableDroppedAndMadeAgainShowsTheNetEffect() throws Exception {
        var parts = changes(
                "DROP TABLE t",
                "CREATE TABLE t(id INTEGER PRIMARY KEY, a, b TEXT DEFAULT 'b', c REAL)",
                "INSERT INTO t VALUES (1, 1, 'x', 1), (2, 2, 'changed', 2)");
        assertEquals(1, parts.size());
        var other = changes("DROP TABLE t", "CREATE TABLE t(x PRIMARY KEY, y INT)", "INSERT INTO t VALUES (1, 2)");
        assertEquals(new Lineage.Fresh(), lineage(other));
    }

    @Test
    void anAddedColumnKeepsTheRows() throws Exception {
        var parts = changes("ALTER TABLE t ADD COLUMN d INTEGER DEFAULT 5");
        assertEquals(new Lineage.Altered("t", same("id", "a", "b", "c")), lineage(parts));
        assertEquals(1, parts.size());
        var defined = (ChangeEvent.TableDefined) parts.getFirst();
        assertEquals(2, defined.definition().column("d").census().integers());
    }

    @Test
    void anAddedColumnAndChangedRowsAreBoth() throws Exception {
        var parts = changes(
                "ALTER TABLE t ADD COLUMN d INTEGER DEFAULT 5",
                "UPDATE t SET d = 6 WHERE id = 2",
                "INSERT INTO t(id, a) VALUES (3, 3)");
        assertInstanceOf(Lineage.Altered.class, lineage(parts));
        assertEquals(3, parts.size());
    }

    @Test
    void anAddedGeneratedColumnMakesTheTableANewOne() throws Exception {
        assertEquals(new Lineage.Fresh(), lineage(changes("ALTER TABLE t ADD COLUMN d AS (a + 1)")));
    }

    @Test
    void aDroppedColumnKeepsTheRows() throws Exception {
        var parts = changes("ALTER TABLE t DROP COLUMN b");
        assertEquals(new Lineage.Altered("t", same("id", "a", "c")), lineage(parts));
        assertEquals(1, parts.size());
    }

    @Test
    void aRenamedColumnKeepsTheRows() throws Exception {
        var parts = changes("ALTER TABLE t RENAME COLUMN b TO beta");
        var names = same("id", "a", "c");
        names.put("beta", "b");
        assertEquals(new Lineage.Altered("t", names), lineage(parts));
        assertEquals(1, parts.size());
    }

    @Test
    void aRenamedColumnKeepsTheRowsAlsoWhenSomeChange() throws Exception {
        var parts = changes("ALTER TABLE t RENAME COLUMN b TO \"be ta\"", "UPDATE t SET a = 7 WHERE id = 1");
        assertInstanceOf(Lineage.Altered.class, lineage(parts));
        assertEquals(2, parts.size());
    }

    @Test
    void aColumnDroppedAndAnotherAddedIsNotTakenForARename() throws Exception {
        var parts = changes("ALTER TABLE t DROP COLUMN a", "ALTER TABLE t ADD COLUMN z");
        assertEquals(new Lineage.Fresh(), lineage(parts));
    }

    @Test
    void aRenamedTableKeepsTheRows() throws Exception {
        var parts = changes("ALTER TABLE t RENAME TO u", "INSERT INTO u(id) VALUES (9)");
        assertEquals(new Lineage.Altered("t", same("id", "a", "b", "c")), lineage(parts));
        assertEquals(2, parts.size());
    }

    @Test
    void aRenamedTableWithGeneratedColumnsKeepsTheRows() throws Exception {
        source.run("CREATE TABLE g(a, b AS (a || 'x'), PRIMARY KEY(a))", "INSERT INTO g(a) VALUES ('y')");
        var parts = changes("ALTER TABLE g RENAME TO h", "ALTER TABLE h RENAME COLUMN a TO z");
        assertEquals(new Lineage.Altered("g", Map.of("z", "a", "b", "b")), lineage(parts));
        assertEquals(1, parts.size());
    }

    @Test
    void aTableRebuiltUnderItsNameShowsOnlyWhatChanged() throws Exception {
        var parts = changes(
                "ALTER TABLE t RENAME TO old",
                "CREATE TABLE t(id INTEGER PRIMARY KEY, a, b TEXT DEFAULT 'b', c REAL, d)",
                "INSERT INTO t(id, a, b, c) SELECT id, a, b, c FROM old",
                "DROP TABLE old");
        assertInstanceOf(Lineage.Altered.class, lineage(parts));
        assertEquals(1, parts.size());
    }

    @Test
    void columnsThatSwapPlacesSwapValuesAlthoughNoPageOfTheTableChanges() throws Exception {
        source.run("DELETE FROM t", "INSERT INTO t VALUES (1, 11, 'x', 1), (2, 12, 'y', 2)");
        MemoryPages before = source.pages();
        var parts = changes(
                "DROP TABLE t",
                "CREATE TABLE t(id INTEGER PRIMARY KEY, c REAL, b TEXT DEFAULT 'b', a)",
                "INSERT INTO t VALUES (1, 11, 'x', 1), (2, 12, 'y', 2)");
        assertInstanceOf(Lineage.Altered.class, lineage(parts));
        assertEquals(BitSet.valueOf(new long[] {2}), before.changed(source.pages()));
        assertEquals(3, parts.size(), parts.toString());
    }

    @Test
    void aTableThatTakesThePlaceOfAnotherIsNotTakenForARename() throws Exception {
        source.run("CREATE TABLE last(a)");
        var parts = changes(
                "DROP TABLE t",
                "CREATE TABLE u(id INTEGER PRIMARY KEY, a, b TEXT DEFAULT 'b', c REAL)",
                "INSERT INTO u VALUES (1, 1, 'x', 1)");
        assertInstanceOf(ChangeEvent.TableDropped.class, parts.getFirst());
        assertEquals(3, parts.size(), parts.toString());
    }

    @Test
    void anotherTypeMakesTheTableANewOne() throws Exception {
        var parts = changes(
                "CREATE TABLE n(id INTEGER PRIMARY KEY, a INT, b TEXT DEFAULT 'b', c REAL)",
                "INSERT INTO n SELECT * FROM t",
                "DROP TABLE t",
                "ALTER TABLE n RENAME TO t");
        assertEquals(new Lineage.Fresh(), lineage(parts));
        assertEquals(3, parts.size());
    }

    @Test
    void aUniqueIndexAltersTheDefinitionAlone() throws Exception {
        var parts = changes("CREATE UNIQUE INDEX u ON t(a, b)");
        var defined = assertInstanceOf(ChangeEvent.TableDefined.class, parts.getFirst());
        assertEquals(new Lineage.Altered("t", same("id", "a", "b", "c")), defined.lineage());
        assertEquals(List.of(List.of("a", "b")), defined.definition().uniques());
        assertEquals(1, parts.size());
        assertEquals(List.of(), changes("CREATE INDEX plain ON t(c)"));
    }

    @Test
    void aNullInTheKeyMakesTheRowNumberTheKey() throws Exception {
        source.run("CREATE TABLE k(x, y, v, PRIMARY KEY(x, y))", "INSERT INTO k VALUES (1, 1, 'a'), (1, 2, 'b')");
        var parts = changes("INSERT INTO k VALUES (2, NULL, 'c')");
        var defined = assertInstanceOf(ChangeEvent.TableDefined.class, parts.getFirst());
        assertEquals(new Lineage.Fresh(), defined.lineage());
        assertTrue(defined.definition().keyIsRowNumber());
        assertEquals(List.of("rowid"), defined.definition().key());
        assertEquals(4, parts.size());
        assertEquals(1, changes("INSERT INTO k VALUES (NULL, NULL, 'd')").size());
        var back = changes("DELETE FROM k WHERE y IS NULL");
        var again = assertInstanceOf(ChangeEvent.TableDefined.class, back.getFirst());
        assertEquals(List.of("x", "y"), again.definition().key());
    }

    @Test
    void droppedTablesComeFirst() throws Exception {
        source.run("CREATE TABLE z(a)");
        var parts = changes("ALTER TABLE t RENAME TO gone", "ALTER TABLE z RENAME TO t", "DROP TABLE gone");
        assertInstanceOf(ChangeEvent.TableDefined.class, parts.getLast(), parts.toString());
        assertInstanceOf(ChangeEvent.TableDropped.class, parts.getFirst(), parts.toString());
    }

    @Test
    void swappedTableNamesShowTheNetEffect() throws Exception {
        source.run("CREATE TABLE z(a)", "INSERT INTO z VALUES (1)");
        var parts = changes("ALTER TABLE t RENAME TO x", "ALTER TABLE z RENAME TO t", "ALTER TABLE x RENAME TO z");
        assertEquals(5, parts.size(), parts.toString());
    }

    @Test
    void aTableThatCannotBeFollowedIsNamedOnce() throws Exception {
        var parts = Source.diff(source.pages(), broken());
        var failed = assertInstanceOf(ChangeEvent.TableFailed.class, parts.getFirst(), parts.toString());
        assertTrue(failed.reason().contains("does not take its declaration"), failed.reason());
        assertEquals(List.of(), Source.diff(broken(), broken()));
        assertTrue(PageDiff.describe(broken()).notices().stream()
                .anyMatch(notice -> notice.contains("cannot be followed")));
    }

    private MemoryPages broken() throws SQLException {
        try (Source other = new Source(folder.resolve("broken" + System.nanoTime() + ".db"))) {
            other.run(
                    "CREATE TABLE t(id INTEGER PRIMARY KEY, a, b TEXT DEFAULT 'b', c REAL)",
                    "PRAGMA writable_schema = ON",
                    "UPDATE sqlite_schema SET sql = 'CREATE TABLE t(id INTEGER PRIMARY KEY, a SOME (NEW) THING, )'");
            return other.pages();
        }
    }
}
