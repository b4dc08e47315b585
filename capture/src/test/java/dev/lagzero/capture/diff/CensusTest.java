package dev.lagzero.capture.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.table.Census;
import dev.lagzero.schemas.table.TemporalPattern;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is counted in a column. */
class CensusTest {

    @TempDir
    private Path folder;

    private Census census(String type, String... values) throws SQLException {
        Path file = folder.resolve("c" + System.nanoTime() + ".db");
        try (Source source = new Source(file)) {
            source.run("CREATE TABLE t(v " + type + ")");
            for (String value : values) {
                source.run("INSERT INTO t VALUES (" + value + ")");
            }
            var defined = (ChangeEvent.TableDefined)
                    Source.diff(MemoryPages.NONE, source.pages()).getFirst();
            assertEquals(
                    values.length, defined.definition().column("rowid").census().integers());
            return defined.definition().column("v").census();
        }
    }

    @Test
    void everyStorageClassIsCounted() throws Exception {
        Census census = census("", "NULL", "1", "2.0", "2.5", "'añ'", "CAST(x'ff' AS TEXT)", "x'000102030405'");
        assertEquals(new Census(1, 1, 2, 1, 1, 1, 1, true, false, TemporalPattern.NONE, 6), census);
    }

    @Test
    void plainTextsAndIntegersCountAsAnyOther() throws Exception {
        assertEquals(
                new Census(1, 0, 0, 3, 0, 0, 0, true, false, TemporalPattern.NONE, 9),
                census("TEXT", "'a'", "'nine byte'", "NULL", "'{}'"));
        assertEquals(
                new Census(0, 3, 0, 0, 0, 0, 0, false, true, TemporalPattern.NONE, 0),
                census("INTEGER", "0", "-9223372036854775808", "1"));
        assertEquals(
                new Census(0, 0, 3, 0, 0, 0, 2, true, true, TemporalPattern.NONE, 0), census("REAL", "7", "0.5", "1"));
    }

    @Test
    void aRowOnManyPagesIsCountedByItsValues() throws Exception {
        Path file = folder.resolve("long.db");
        try (Source source = new Source(file)) {
            source.run("CREATE TABLE t(big TEXT, n INTEGER, late TEXT)");
            source.run("INSERT INTO t VALUES (replace(hex(zeroblob(100000)), '00', 'ab'), 4711, 'añ')");
            var defined = (ChangeEvent.TableDefined)
                    Source.diff(MemoryPages.NONE, source.pages()).getFirst();
            assertEquals(200_000, defined.definition().column("big").census().longest());
            assertFalse(defined.definition().column("n").census().booleans());
            assertEquals(3, defined.definition().column("late").census().longest());
        }
    }

    @Test
    void ofAnEmptyTableNothingIsKnown() throws Exception {
        assertEquals(Census.EMPTY, census("JSON"));
    }

    @Test
    void anIntegerOtherThanZeroAndOneIsNoBoolean() throws Exception {
        assertTrue(census("BOOLEAN", "0", "1", "NULL").booleans());
        assertFalse(census("BOOLEAN", "0", "2").booleans());
        assertFalse(census("BOOLEAN", "-1").booleans());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'{\"a\": [1, 2.5e3, null, true, \"\\u00e9\"]}' ; true",
                "' 1 ' ; true",
                "'\"text\"' ; true",
                "'' ; false",
                "' ' ; false",
                "'1 2' ; false",
                "'{a: 1}' ; false",
                "'[1,]' ; false",
                "'01' ; false",
                "'NaN' ; false",
                "'{\"a\": 1' ; false",
                "'\"a' ; false",
                "'\"a\" x' ; false",
                "'\"' || char(10) || '\"' ; false",
                "'\"\\x\"' ; false",
                "replace(hex(zeroblob(300)), '00', '[') || replace(hex(zeroblob(300)), '00', ']') ; true",
                "replace(hex(zeroblob(900)), '00', '[') || replace(hex(zeroblob(900)), '00', ']') ; false"
            })
    void jsonIsMeantByTheLetter(String sql, boolean json) throws Exception {
        assertEquals(json, census("JSON TEXT", "'{}'", sql).json(), sql);
    }

    @Test
    void jsonIsLookedForWhereItIsDeclared() throws Exception {
        assertFalse(census("TEXT", "'{}'").json());
        assertTrue(census("jsonb", "'{}'").json());
    }

    @Test
    void oneTemporalPatternMustFitAll() throws Exception {
        assertEquals(
                TemporalPattern.DATE,
                census("DATE", "'2024-02-29'", "NULL", "'1999-12-31'").temporal());
        assertEquals(TemporalPattern.NONE, census("DATE", "'2024-02-30'").temporal());
        assertEquals(TemporalPattern.NONE, census("DATE", "'x'", "'2024-02-29'").temporal());
        assertEquals(
                TemporalPattern.NONE,
                census("DATETIME", "'2024-02-29'", "'2024-02-29 10:00:00'", "'2024-02-29'")
                        .temporal());
        assertEquals(
                "timestamp3",
                census("TIMESTAMP", "'2024-02-29 10:00:00.123'").temporal().toString());
        assertEquals(TemporalPattern.NONE, census("TEXT", "'2024-02-29'").temporal());
    }

    @Test
    void lengthsAreBytesOfUtf8() throws Exception {
        assertEquals(4, census("", "'😀'").longest());
        assertEquals(3, census("", "'€'", "'ab'").longest());
    }
}
