package dev.lagzero.capture.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.page.ChangedPages;
import dev.lagzero.capture.page.CorruptPageException;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.position.SourcePosition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecoderTest {

    @TempDir
    private Path folder;

    private Source source;
    private Decoder decoder;
    private MemoryPages known;
    private long sequence = 1;

    @BeforeEach
    void open() throws Exception {
        source = new Source(folder.resolve("s.db"), "PRAGMA page_size = 1024");
        source.run(
                "CREATE TABLE t(id INTEGER PRIMARY KEY, a, b)",
                "CREATE INDEX i ON t(a)",
                "CREATE TABLE k(a TEXT, b TEXT, PRIMARY KEY(a, b))",
                "WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM c WHERE x < 20000)"
                        + " INSERT INTO t SELECT x, 'a' || x, CASE WHEN x % 1000 = 0 THEN zeroblob(5000) END FROM c");
        decoder = new Decoder(CaptureScope.ALL);
        known = source.pages();
    }

    @AfterEach
    void close() throws Exception {
        decoder.close();
        source.close();
    }

    private PageDiff.DiffInput input(CaptureScope scope, MemoryPages before, MemoryPages after) {
        Header header = new Header("s", "sqlite", "s.db", new SourcePosition(1, ++sequence), false, null, 0);
        return new PageDiff.DiffInput(before, after, ChangedPages.of(before.changed(after)), header, scope);
    }

    private static List<ChangeEvent.Part> read(Changes changes) {
        List<ChangeEvent.Part> parts = new ArrayList<>();
        try (changes) {
            changes.forEachRemaining(parts::add);
        }
        return parts;
    }

    /** The changes of one more transaction, which are those that the whole comparison finds. */
    private List<ChangeEvent.Part> decode(String... statements) throws Exception {
        source.transaction(statements);
        MemoryPages after = source.pages();
        PageDiff.DiffInput input = input(CaptureScope.ALL, known, after);
        List<ChangeEvent.Part> parts = read(decoder.next(input));
        assertEquals(read(PageDiff.between(input)), parts);
        known = after;
        return parts;
    }

    @Test
    void aTransactionCostsWhatItChanges() throws Exception {
        decode("UPDATE t SET a = 'x' WHERE id = 1");
        source.transaction("UPDATE t SET a = 'y' WHERE id = 10000", "DELETE FROM t WHERE id = 3");
        MemoryPages before = new MemoryPages(known);
        MemoryPages after = source.pages();
        assertEquals(
                2, read(decoder.next(input(CaptureScope.ALL, before, after))).size());
        assertTrue(decoder.isFollowing());
        long reads = before.reads() + after.reads();
        assertTrue(reads < 50, reads + " pages were read of " + after.pageCount());
    }

    @Test
    void aRowBelowAPageThatStaysIsToldWhenThePageAboveItChanges() throws Exception {
        String append = "WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM c WHERE x < 30000)"
                + " INSERT INTO t(a) SELECT 'a' FROM c";
        assertEquals(30_000, decode(append).size());
        // Pages beside the last one are made anew with it, and the first one is not.
        assertEquals(30_001, decode(append, "UPDATE t SET a = 'y' WHERE id = 2").size());
        assertTrue(decoder.isFollowing());
    }

    @Test
    void aLongValueThatIsOverwrittenInPlaceIsSeenEveryTime() throws Exception {
        decode("UPDATE t SET a = 'x' WHERE id = 1");
        for (int i = 0; i < 3; i++) {
            String set = "UPDATE t SET b = CAST(zeroblob(4999) || '%d' AS BLOB) WHERE id = %d";
            assertEquals(1, decode(set.formatted(i, 1000)).size());
            assertEquals(1, decode(set.formatted(i, 2000 + 1000 * i)).size());
            assertTrue(decoder.isFollowing());
        }
    }

    @Test
    void definitionsAreToldOnlyWhenTheyChange() throws Exception {
        assertEquals(List.of(), decode("CREATE INDEX j ON t(b)"));
        assertEquals(List.of(), decode("ANALYZE"));
        assertEquals(List.of(), decode("DROP INDEX j"));
        assertEquals(1, decode("ALTER TABLE t ADD COLUMN c DEFAULT 7").size());
        assertEquals(1, decode("UPDATE t SET c = 8 WHERE id = 5").size());
        assertTrue(decoder.isFollowing());
    }

    @Test
    void aKeyThatComesToHoldNullIsAnotherDefinition() throws Exception {
        assertEquals(2, decode("INSERT INTO k VALUES ('a', 'b'), ('c', 'd')").size());
        assertTrue(decode("INSERT INTO k VALUES ('a', NULL)").getFirst() instanceof ChangeEvent.TableDefined);
        assertEquals(1, decode("INSERT INTO k VALUES (NULL, NULL)").size());
        assertTrue(decoder.isFollowing());
        assertEquals(1, decode("DELETE FROM k WHERE a IS NULL").size());
        assertTrue(decode("DELETE FROM k WHERE b IS NULL").getFirst() instanceof ChangeEvent.TableDefined);
    }

    @Test
    void whatItKnowsEndsWhereTransactionsAreMissing() throws Exception {
        decode("UPDATE t SET a = 'x' WHERE id = 1");
        source.transaction("DELETE FROM t WHERE id % 2 = 0", "UPDATE t SET a = a || ' and more'");
        known = source.pages();
        sequence++;
        assertEquals(1, decode("UPDATE t SET a = 'y' WHERE id = 9999").size());
        source.run("VACUUM");
        assertEquals(1, decode("UPDATE t SET a = 'z' WHERE id = 9999").size());
    }

    @Test
    void aDamagedPageIsNamedAndNothingIsKeptOfIt() throws Exception {
        decode("UPDATE t SET a = 'x' WHERE id = 1");
        byte[] damaged = new byte[1024];
        Arrays.fill(damaged, (byte) 99);
        MemoryPages broken = known.with(source.root("t"), damaged);
        assertThrows(CorruptPageException.class, () -> read(decoder.next(input(CaptureScope.ALL, known, broken))));
        assertFalse(decoder.isFollowing());
        assertEquals(1, decode("UPDATE t SET a = 'y' WHERE id = 1").size());
        assertTrue(decoder.isFollowing());
    }

    @Test
    void tablesOutOfScopeAreNotDecoded() throws Exception {
        CaptureScope scope = new CaptureScope(Set.of("k"), Set.of(), Set.of());
        source.transaction("UPDATE t SET a = 'x'", "INSERT INTO k VALUES ('a', 'b')");
        try (Decoder some = new Decoder(scope)) {
            assertEquals(1, read(some.next(input(scope, known, source.pages()))).size());
            assertThrows(
                    IllegalArgumentException.class, () -> some.next(input(CaptureScope.ALL, known, source.pages())));
        }
    }

    @Test
    void aMaskedKeyIsRefused() {
        CaptureScope scope = new CaptureScope(Set.of(), Set.of(), Set.of("t.id"));
        try (Decoder some = new Decoder(scope)) {
            assertThrows(IllegalArgumentException.class, () -> some.next(input(scope, known, source.pages())));
        }
    }
}
