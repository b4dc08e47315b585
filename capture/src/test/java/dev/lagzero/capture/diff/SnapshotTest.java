package dev.lagzero.capture.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Operation;
import dev.lagzero.schemas.value.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A first copy holds what SQLite says that the file holds, by storage class and bits. */
class SnapshotTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "512, UTF-8, 0",
        "512, UTF-16le, 1",
        "1024, UTF-16be, 2",
        "2048, UTF-8, 1",
        "4096, UTF-8, 0",
        "8192, UTF-16le, 0",
        "16384, UTF-8, 2",
        "32768, UTF-16be, 0",
        "65536, UTF-8, 1"
    })
    void everyPageSizeAndEncodingIsRead(int pageSize, String encoding, int autoVacuum) throws Exception {
        Random random = new Random(42);
        try (Source source = new Source(
                folder.resolve("s.db"),
                "PRAGMA page_size = " + pageSize,
                "PRAGMA encoding = '" + encoding + "'",
                "PRAGMA auto_vacuum = " + autoVacuum)) {
            wide(source, new RandomValues(random, 300_000), 300);
            Writer writer = new Writer(source.connection(), random, 100_000);
            writer.create();
            for (int i = 0; i < 20; i++) {
                writer.transaction(0);
            }
            agrees(source, pageSize + " " + encoding);
        }
    }

    private static void wide(Source source, RandomValues values, int columns) throws Exception {
        String names = IntStream.range(0, columns).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        source.run(
                "CREATE TABLE wide(" + names + ")",
                "CREATE TABLE wr(" + names + ", PRIMARY KEY(c7, c3)) WITHOUT ROWID");
        for (String table : List.of("wide", "wr")) {
            for (int row = 0; row < 5; row++) {
                List<Value> drawn =
                        IntStream.range(0, columns).mapToObj(i -> values.any()).toList();
                String parameters = drawn.stream().map(RandomValues::parameter).collect(Collectors.joining(", "));
                try (PreparedStatement insert = source.connection()
                        .prepareStatement("INSERT OR IGNORE INTO " + table + " VALUES (" + parameters + ")")) {
                    for (int i = 0; i < columns; i++) {
                        boolean key = i == 3 || i == 7;
                        RandomValues.bind(insert, i + 1, key ? Value.of("k" + row) : drawn.get(i));
                    }
                    insert.executeUpdate();
                }
            }
        }
    }

    private static Model agrees(Source source, String hint) throws Exception {
        List<ChangeEvent.Part> parts = Source.diff(MemoryPages.NONE, source.pages());
        Model model = new Model().apply(parts);
        Truth.check(model, source.connection(), hint);
        parts.stream()
                .filter(ChangeEvent.RowChanged.class::isInstance)
                .forEach(part -> assertEquals(Operation.READ, ((ChangeEvent.RowChanged) part).operation()));
        return model;
    }

    @Test
    void theOddestValuesArriveExactly() throws Exception {
        try (Source source = new Source(folder.resolve("s.db"))) {
            source.run(
                    "CREATE TABLE t(id INTEGER PRIMARY KEY, v, r REAL)",
                    "INSERT INTO t VALUES (1, 9223372036854775807, 1), (2, -9223372036854775808, 9e999)",
                    "INSERT INTO t VALUES (3, -0.0, -0.0), (4, -9e999, 1e300), (5, CAST(x'ff' AS TEXT), 2.5)",
                    "INSERT INTO t VALUES (6, CAST(x'610062' AS TEXT), 0), (7, '', 0), (8, x'', 0), (9, NULL, NULL)",
                    "INSERT INTO t VALUES (10, CAST(x'eda080' AS TEXT), 0), (11, 'x', 'not a number')");
            var rows = agrees(source, "odd").tables().get("t").rows().values().stream()
                    .map(row -> row.get("v"))
                    .toList();
            assertEquals(Value.of(Long.MAX_VALUE), rows.get(0));
            assertEquals(Value.of(Long.MIN_VALUE), rows.get(1));
            assertEquals(Value.of(-0.0), rows.get(2));
            assertEquals(Value.of(Double.NEGATIVE_INFINITY), rows.get(3));
            assertEquals(new Value.RawText(new byte[] {-1}), rows.get(4));
            assertEquals(Value.of("a\0b"), rows.get(5));
            assertEquals(new Value.RawText(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}), rows.get(9));
        }
    }

    @Test
    void bytesReservedAtTheEndOfEachPageAreLeftOut() throws Exception {
        Path file = folder.resolve("s.db");
        try (Source source = new Source(file)) {
            source.run("PRAGMA user_version = 1");
        }
        byte[] empty = Files.readAllBytes(file);
        int reserved = 32;
        empty[20] = (byte) reserved;
        int start = empty.length - reserved;
        empty[105] = (byte) (start >> 8);
        empty[106] = (byte) start;
        Files.write(file, empty);
        try (Source source = new Source(file)) {
            Writer writer = new Writer(source.connection(), new Random(3), 50_000);
            writer.create();
            for (int i = 0; i < 30; i++) {
                writer.transaction(0);
            }
            assertEquals(reserved, Files.readAllBytes(file)[20]);
            agrees(source, "reserved");
        }
    }

    @Test
    void theExpectedRowsBecomeExact() throws Exception {
        try (Source source = new Source(folder.resolve("s.db"))) {
            source.run(
                    "CREATE TABLE a(x)",
                    "CREATE TABLE b(x PRIMARY KEY) WITHOUT ROWID",
                    "WITH RECURSIVE s(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM s WHERE x < 30000)"
                            + " INSERT INTO a SELECT zeroblob(x % 500) FROM s",
                    "INSERT INTO b SELECT rowid FROM a WHERE rowid <= 10000");
            var input = Source.input(MemoryPages.NONE, source.pages(), CaptureScope.ALL);
            try (Changes changes = PageDiff.between(input)) {
                assertEquals(40_000, changes.rowsExpected(), 8_000);
                changes.forEachRemaining(part -> {});
                assertEquals(40_000, changes.rowsExpected());
            }
            assertEquals(
                    -1,
                    PageDiff.between(Source.input(source.pages(), source.pages(), CaptureScope.ALL))
                            .rowsExpected());
        }
    }

    @Test
    void aFileOfNoBytesIsAnEmptyDatabase() {
        assertEquals(List.of(), Source.diff(MemoryPages.NONE, new MemoryPages(new byte[0])));
        assertEquals(List.of(), PageDiff.describe(MemoryPages.NONE).tables());
    }

    @Test
    void rowsFromBeforeAColumnHoldItsDefault() throws Exception {
        try (Source source = new Source(folder.resolve("s.db"))) {
            source.run(
                    "CREATE TABLE t(a)",
                    "INSERT INTO t VALUES (1)",
                    "ALTER TABLE t ADD COLUMN b INTEGER DEFAULT '7'",
                    "ALTER TABLE t ADD COLUMN c REAL DEFAULT 5",
                    "ALTER TABLE t ADD COLUMN d TEXT DEFAULT 12.50",
                    "ALTER TABLE t ADD COLUMN e DEFAULT x'00ff'",
                    "ALTER TABLE t ADD COLUMN f DEFAULT word",
                    "ALTER TABLE t ADD COLUMN g DEFAULT TRUE",
                    "ALTER TABLE t ADD COLUMN h DEFAULT -9223372036854775808",
                    "ALTER TABLE t ADD COLUMN i DEFAULT (-0.0)",
                    "ALTER TABLE t ADD COLUMN j TEXT DEFAULT \"quoted\"");
            agrees(source, "defaults");
        }
    }

    @Test
    void generatedColumnsHoldWhatSqliteComputes() throws Exception {
        try (Source source = new Source(folder.resolve("s.db"), "PRAGMA encoding = 'UTF-16le'")) {
            source.run(
                    "CREATE TABLE t(a TEXT, b AS (upper(a)), c INT AS (length(hex(a))) STORED, d REAL AS (c / 3),"
                            + " e AS (a IN ('x', 'ü')) VIRTUAL, f TEXT COLLATE NOCASE AS (a || 1.5),"
                            + " PRIMARY KEY(a)) WITHOUT ROWID",
                    "INSERT INTO t(a) VALUES ('x'), ('ü'), ('{\"k\": 1.5}'), (CAST(x'00d8' AS TEXT)), ('')",
                    "CREATE TABLE u(id INTEGER PRIMARY KEY, a NOT NULL CHECK (a > 0) UNIQUE, b AS (id * 10 + a))",
                    "INSERT INTO u(a) VALUES (1), (2), ('three')",
                    "CREATE TABLE v(b AS (c + 1), c AS (d * 2) STORED, d, e BLOB AS (zeroblob(3)))",
                    "INSERT INTO v(d) VALUES (1), (2.5), ('7'), (NULL)");
            agrees(source, "generated");
        }
    }

    @Test
    void generatedColumnsThatSqliteCannotComputeAreNull() throws Exception {
        try (Source source = new Source(folder.resolve("s.db"))) {
            source.run(
                    "CREATE TABLE t(id INTEGER PRIMARY KEY, a)",
                    "INSERT INTO t(a) VALUES ('{\"k\": 1}'), ('no json')",
                    "ALTER TABLE t ADD COLUMN b AS (json_extract(a, '$.k'))");
            var rows = new Model()
                    .apply(Source.diff(MemoryPages.NONE, source.pages()))
                    .tables()
                    .get("t")
                    .rows();
            assertEquals(
                    List.of(Value.of(1), Value.NULL),
                    rows.values().stream().map(row -> row.get("b")).toList());
        }
    }
}
