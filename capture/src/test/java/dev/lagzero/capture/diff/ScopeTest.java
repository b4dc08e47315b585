package dev.lagzero.capture.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.topic.Topics;
import dev.lagzero.schemas.value.Value;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaves the source and what does not. */
class ScopeTest {

    @TempDir
    private Path folder;

    private Source source;

    @BeforeEach
    void open() throws SQLException {
        source = new Source(folder.resolve("s.db"));
        source.run(
                "CREATE TABLE people(id INTEGER PRIMARY KEY, name, secret BLOB DEFAULT 'abc' UNIQUE, length AS (length(secret)))",
                "CREATE TABLE Orders(id INTEGER PRIMARY KEY, a)",
                "CREATE TABLE other(id TEXT PRIMARY KEY, a)",
                "INSERT INTO people VALUES (1, 'n', 'hidden'), (2, 'm', NULL), (3, 'o', 77)",
                "INSERT INTO orders VALUES (1, 2)");
    }

    @AfterEach
    void close() throws SQLException {
        source.close();
    }

    private Set<String> tables(CaptureScope scope) {
        return new Model()
                .apply(Source.diff(MemoryPages.NONE, source.pages(), scope))
                .tables()
                .keySet();
    }

    @Test
    void onlyIncludedTablesExist() {
        assertEquals(Set.of("Orders"), tables(new CaptureScope(Set.of("ORDERS"), Set.of(), Set.of())));
        assertEquals(Set.of("Orders", "other"), tables(new CaptureScope(Set.of(), Set.of("People"), Set.of())));
        assertEquals(Set.of(), tables(new CaptureScope(Set.of("people"), Set.of("people"), Set.of())));
    }

    @Test
    void aMaskedValueLeavesAsThreeStars() throws Exception {
        CaptureScope scope = new CaptureScope(Set.of("people"), Set.of(), Set.of("PEOPLE.Secret"));
        List<ChangeEvent.Part> parts = Source.diff(MemoryPages.NONE, source.pages(), scope);
        var table = new Model().apply(parts).tables().get("people");
        assertEquals(
                List.of(Value.of("***"), Value.NULL, Value.of("***")),
                table.rows().values().stream().map(row -> row.get("secret")).toList());
        assertEquals(
                List.of(Value.of(6), Value.NULL, Value.of(2)),
                table.rows().values().stream().map(row -> row.get("length")).toList());
        ColumnDefinition column = table.definition().column("secret");
        assertEquals("TEXT", column.declaredType());
        assertEquals(2, column.census().texts());
        assertEquals(3, column.census().longest());
        assertEquals(List.of(), table.definition().uniques());
        assertFalse(parts.toString().contains("hidden") || parts.toString().contains("abc"), parts.toString());
    }

    @Test
    void aChangeUnderTheMaskIsNoChange() throws Exception {
        source.run("CREATE TABLE p(id INTEGER PRIMARY KEY, secret)", "INSERT INTO p VALUES (1, 'x'), (2, 'y')");
        CaptureScope scope = new CaptureScope(Set.of("p"), Set.of(), Set.of("p.secret"));
        MemoryPages before = source.pages();
        source.transaction("UPDATE p SET secret = 'z' WHERE id = 1", "UPDATE p SET secret = NULL WHERE id = 2");
        assertEquals(1, Source.diff(before, source.pages(), scope).size());
    }

    @Test
    void aRenamedTableLeavesItsMaskBehindInFullView() throws Exception {
        source.run("CREATE TABLE p(id INTEGER PRIMARY KEY, secret TEXT)", "INSERT INTO p VALUES (1, 'x'), (2, 'y')");
        CaptureScope scope = new CaptureScope(Set.of("p", "q"), Set.of(), Set.of("p.secret"));
        MemoryPages before = source.pages();
        source.transaction("ALTER TABLE p RENAME TO q");
        assertEquals(4, Source.diff(before, source.pages(), scope).size());
    }

    @Test
    void aMaskedKeyIsRefused() {
        CaptureScope scope = new CaptureScope(Set.of(), Set.of(), Set.of("other.id"));
        var thrown = assertThrows(
                IllegalArgumentException.class, () -> Source.diff(MemoryPages.NONE, source.pages(), scope));
        assertTrue(thrown.getMessage().contains("other.id"), thrown.getMessage());
    }

    @Test
    void aChangeThatFitsNoRecordIsToldByItsKeyAndSize() throws Exception {
        source.run(
                "CREATE TABLE big(id INTEGER PRIMARY KEY, a, b)",
                "INSERT INTO big VALUES (1, zeroblob(1000), 'x'), (2, NULL, 'y'), (3, zeroblob(1 << 20), 'z')");
        MemoryPages before = source.pages();
        long tooLong = Topics.MAX_CHANGE_BYTES / 4 * 3 + 1000;
        source.transaction(
                "UPDATE big SET a = zeroblob(" + tooLong + ") WHERE id = 1",
                "UPDATE big SET a = zeroblob(" + 4L * Topics.MAX_CHANGE_BYTES + ") WHERE id = 2",
                "UPDATE big SET b = 'w' WHERE id = 3");
        MemoryPages after = source.pages();
        List<ChangeEvent.Part> parts = Source.diff(before, after);
        var first = (ChangeEvent.RowOversize) parts.get(0);
        assertEquals(List.of(Value.of(1)), first.key().values());
        assertTrue(first.bytes() > Topics.MAX_CHANGE_BYTES);
        var second = (ChangeEvent.RowOversize) parts.get(1);
        assertTrue(second.bytes() > 4L * Topics.MAX_CHANGE_BYTES);
        assertTrue(parts.get(2) instanceof ChangeEvent.RowChanged);
        assertEquals(3, parts.size());
        assertEquals(List.of(), Source.diff(after, after));
    }

    @Test
    void aRowThatFitsAgainIsToldWithoutTheImageThatDidNot() throws Exception {
        source.run(
                "CREATE TABLE big(id INTEGER PRIMARY KEY, a, b)",
                "INSERT INTO big VALUES (1, zeroblob(" + 2L * Topics.MAX_CHANGE_BYTES + "), 'x')",
                "INSERT INTO big VALUES (2, zeroblob(" + (Topics.MAX_CHANGE_BYTES / 4 * 3 + 1000) + "), 'y')",
                "INSERT INTO big VALUES (3, zeroblob(" + 2L * Topics.MAX_CHANGE_BYTES + "), 'z')");
        List<ChangeEvent.Part> parts = source.changes(
                "UPDATE big SET a = 'short' WHERE id = 1",
                "UPDATE big SET a = NULL WHERE id = 2",
                "DELETE FROM big WHERE id = 3");
        var first = (ChangeEvent.RowChanged) parts.get(0);
        assertEquals(
                List.of(Value.of(1), Value.of("short"), Value.of("x")),
                first.after().values());
        assertNull(first.before());
        var second = (ChangeEvent.RowChanged) parts.get(1);
        assertEquals(
                List.of(Value.of(2), Value.NULL, Value.of("y")), second.after().values());
        assertNull(second.before());
        var third = (ChangeEvent.RowChanged) parts.get(2);
        assertEquals(third.key(), third.before());
        assertNull(third.after());
    }

    @Test
    void aChangeWhoseImagesFitOnlyApartIsToldByItsKeyAndSize() throws Exception {
        long half = Topics.MAX_CHANGE_BYTES / 2;
        source.run(
                "CREATE TABLE big(id INTEGER PRIMARY KEY, a, b)",
                "INSERT INTO big VALUES (1, zeroblob(" + half + "), 'x'), (2, zeroblob(" + half + "), 'y')");
        List<ChangeEvent.Part> parts = source.changes(
                "UPDATE big SET a = zeroblob(" + (half + 1) + ") WHERE id = 1", "UPDATE big SET b = 'z' WHERE id = 2");
        assertTrue(parts.get(0) instanceof ChangeEvent.RowOversize);
        assertTrue(parts.get(1) instanceof ChangeEvent.RowChanged, "the large value did not change");
    }
}
