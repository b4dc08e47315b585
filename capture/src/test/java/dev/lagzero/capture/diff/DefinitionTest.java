package dev.lagzero.capture.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.ForeignKey;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Value;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.Collation;
import org.sqlite.Function;

/** What a declaration means. */
class DefinitionTest {

    @TempDir
    private Path folder;

    private Source source;

    @BeforeEach
    void open() throws SQLException {
        source = new Source(folder.resolve("d.db"));
    }

    @AfterEach
    void close() throws SQLException {
        source.close();
    }

    private TableDefinition define(String... statements) throws SQLException {
        source.run(statements);
        return PageDiff.describe(source.pages()).tables().getFirst();
    }

    private List<String> notices() {
        return PageDiff.describe(source.pages()).notices();
    }

    @Test
    void anIntegerPrimaryKeyIsAnIdentity() throws Exception {
        TableDefinition table = define("CREATE TABLE t(a, id INTEGER PRIMARY KEY AUTOINCREMENT)");
        assertEquals(List.of("id"), table.key());
        assertTrue(table.column("id").identity());
        assertFalse(table.keyIsRowNumber());
    }

    @Test
    void otherWaysToWriteAnIntegerKeyAreNoAliasOfTheRowNumber() throws Exception {
        TableDefinition table =
                define("CREATE TABLE t(id INTEGER PRIMARY KEY DESC, a)", "INSERT INTO t VALUES (5, 'x'), (NULL, 'y')");
        assertFalse(table.column("id").identity());
        Truth.check(new Model().apply(Source.diff(MemoryPages.NONE, source.pages())), source.connection(), "desc");
        source.run("DROP TABLE t");
        assertFalse(define("CREATE TABLE u(id INT PRIMARY KEY, a)").column("id").identity());
        source.run("DROP TABLE u");
        assertTrue(define("CREATE TABLE v(a, id INTEGER, PRIMARY KEY(id))")
                .column("id")
                .identity());
    }

    @Test
    void aTableWithoutKeyIsKeyedByItsRowNumber() throws Exception {
        TableDefinition table = define("CREATE TABLE t(a)");
        assertEquals(List.of("rowid"), table.key());
        assertTrue(table.keyIsRowNumber());
        assertEquals(List.of("rowid", "a"), table.columnNames());
    }

    @Test
    void theRowNumberTakesANameThatIsFree() throws Exception {
        assertEquals(List.of("_rowid_"), define("CREATE TABLE t(RowId)").key());
        source.run("DROP TABLE t");
        assertEquals(List.of("oid"), define("CREATE TABLE t(rowid, _ROWID_)").key());
        source.run("DROP TABLE t");
        assertEquals(
                List.of("lagzero_rowid"),
                define("CREATE TABLE t(rowid, _rowid_, oid)").key());
    }

    @Test
    void keysKeepTheirDeclaredOrder() throws Exception {
        TableDefinition table = define("CREATE TABLE t(a, b, c, PRIMARY KEY(c, a)) WITHOUT ROWID");
        assertEquals(List.of("c", "a"), table.key());
        assertTrue(table.column("c").notNull());
        assertFalse(table.column("b").notNull());
    }

    @Test
    void uniquesAreConstraintsAndPlainIndexes() throws Exception {
        TableDefinition table = define(
                "CREATE TABLE t(id INTEGER PRIMARY KEY, a UNIQUE, b, c, UNIQUE(b, c))",
                "CREATE UNIQUE INDEX plain ON t(c DESC, a)",
                "CREATE UNIQUE INDEX partial ON t(b) WHERE b > 0",
                "CREATE UNIQUE INDEX expression ON t(lower(b))",
                "CREATE INDEX other ON t(c)");
        assertEquals(List.of(List.of("a"), List.of("b", "c"), List.of("c", "a")), table.uniques());
        assertEquals(2, table.notices().size(), table.notices().toString());
    }

    @Test
    void foreignKeysKeepOrderAndActions() throws Exception {
        TableDefinition table = define("CREATE TABLE t(a REFERENCES t, b, c, FOREIGN KEY(b, c) REFERENCES p(x, y)"
                + " ON DELETE CASCADE ON UPDATE SET NULL)");
        assertEquals(
                List.of(
                        new ForeignKey(List.of("a"), "t", List.of(), "NO ACTION", "NO ACTION"),
                        new ForeignKey(List.of("b", "c"), "p", List.of("x", "y"), "SET NULL", "CASCADE")),
                table.foreignKeys());
    }

    @Test
    void defaultsAreTextAndValue() throws Exception {
        TableDefinition table = define("CREATE TABLE t(a INT DEFAULT '12', b DEFAULT CURRENT_TIMESTAMP,"
                + " c TEXT DEFAULT (1 + 2), d REAL DEFAULT 1, e DEFAULT 'it''s', f)");
        assertEquals(Value.of(12), table.column("a").defaultValue());
        ColumnDefinition now = table.column("b");
        assertEquals(Value.NULL, now.defaultValue());
        assertEquals("CURRENT_TIMESTAMP", now.defaultExpression());
        assertEquals(Value.NULL, table.column("c").defaultValue());
        assertEquals(Value.of(1.0), table.column("d").defaultValue());
        assertEquals(Value.of("it's"), table.column("e").defaultValue());
    }

    @Test
    void namesWithAnythingInThemWork() throws Exception {
        TableDefinition table = define(
                "CREATE TABLE \"Order \"\"Details\"\"'ü\"(\"select\" INTEGER, \"a b\" TEXT, [c.d], `e;`,"
                        + " v AS (\"a b\" || 'x'), PRIMARY KEY(\"a b\"))",
                "INSERT INTO \"Order \"\"Details\"\"'ü\" VALUES (1, 'x', 2, 3)");
        assertEquals("Order \"Details\"'ü", table.name());
        assertEquals(List.of("select", "a b", "c.d", "e;", "v"), table.columnNames());
        Truth.check(new Model().apply(Source.diff(MemoryPages.NONE, source.pages())), source.connection(), "names");
    }

    @Test
    void generatedColumnsAreToldApart() throws Exception {
        TableDefinition table = define("CREATE TABLE t(a, b INT GENERATED ALWAYS AS (a), c AS (a) STORED)");
        assertEquals("INT", table.column("b").declaredType());
        assertFalse(table.column("a").generated());
        assertTrue(table.column("b").generated());
        assertTrue(table.column("c").generated());
    }

    @Test
    void functionsAndCollationsOfTheApplicationGetStandIns() throws Exception {
        Function.create(
                source.connection(),
                "is_fine",
                new Function() {
                    @Override
                    protected void xFunc() throws SQLException {
                        result(1);
                    }
                },
                1,
                Function.FLAG_DETERMINISTIC);
        Collation.create(source.connection(), "german", new Collation() {
            @Override
            protected int xCompare(String left, String right) {
                return left.compareToIgnoreCase(right);
            }
        });
        source.run(
                "CREATE TABLE t(a TEXT COLLATE german PRIMARY KEY CHECK (is_fine(a)), b AS (a) STORED UNIQUE)",
                "INSERT INTO t VALUES ('x'), ('Y')",
                "CREATE TABLE bad(a, b AS (is_fine(a)))",
                "CREATE TABLE good(a)");
        Model model = new Model().apply(Source.diff(MemoryPages.NONE, source.pages()));
        assertEquals(2, model.tables().get("t").rows().size());
        assertTrue(model.tables().get("t").definition().notices().getFirst().contains("german, is_fine"));
        assertTrue(model.failed().get("bad").contains("is_fine"), model.failed().toString());
        assertTrue(model.tables().containsKey("good"));
    }

    @Test
    void aTableThatCannotBeDescribedFailsAlone() throws Exception {
        source.run(
                "CREATE TABLE nameless(\"\" INT, a)",
                "CREATE TABLE greedy(rowid, _rowid_, oid, lagzero_rowid)",
                "CREATE TABLE good(a)");
        Model model = new Model().apply(Source.diff(MemoryPages.NONE, source.pages()));
        assertEquals(Set.of("greedy"), model.failed().keySet());
        assertEquals(Set.of("nameless", "good"), model.tables().keySet());
    }

    @Test
    void virtualTablesViewsAndTriggersAreNotices() throws Exception {
        source.run(
                "CREATE TABLE t(a)",
                "CREATE VIRTUAL TABLE docs USING fts5(body)",
                "CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1)",
                "INSERT INTO docs VALUES ('some words')",
                "CREATE VIEW v AS SELECT * FROM t",
                "CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END",
                "CREATE TABLE docs_of_ours(a)");
        SourceDescription description = PageDiff.describe(source.pages());
        assertEquals(
                List.of("t", "docs_of_ours"),
                description.tables().stream().map(TableDefinition::name).toList());
        List<String> notices = description.notices();
        assertTrue(notices.contains("the virtual table docs is not replicated"), notices.toString());
        assertTrue(notices.contains("the table docs_data is not replicated: it serves a virtual table"));
        assertTrue(notices.contains("the table boxes_node is not replicated: it serves a virtual table"));
        assertTrue(notices.contains("the view v is not replicated"));
        assertTrue(notices.contains("the trigger tr is not replicated"));
    }

    @Test
    void servantsOfAnUnknownModuleAreKnownByName() throws Exception {
        source.run(
                "CREATE TABLE vec_chunks(a)",
                "CREATE TABLE vec_vector_chunks00(a)",
                "CREATE TABLE vec_sales(a)",
                "PRAGMA writable_schema = ON",
                "INSERT INTO sqlite_schema VALUES ('table', 'vec', 'vec', 0, 'CREATE VIRTUAL TABLE vec USING vec0(a)')");
        assertEquals(
                List.of("vec_sales"),
                PageDiff.describe(source.pages()).tables().stream()
                        .map(TableDefinition::name)
                        .toList());
        assertEquals(3, notices().size(), notices().toString());
    }

    @Test
    void sqlitesOwnTablesDoNotExist() throws Exception {
        define(
                "CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a)",
                "CREATE INDEX i ON t(a)",
                "INSERT INTO t(a) VALUES (1)",
                "ANALYZE");
        try (Statement statement = source.connection().createStatement()) {
            statement.execute("SELECT * FROM sqlite_stat1");
        }
        assertEquals(1, PageDiff.describe(source.pages()).tables().size());
        assertEquals(List.of(), notices());
    }
}
