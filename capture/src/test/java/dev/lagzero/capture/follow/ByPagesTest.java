package dev.lagzero.capture.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.file.Writer;
import dev.lagzero.capture.spool.PageSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByPagesTest {

    private static final String[] TABLES = {
        "CREATE TABLE tick(id INTEGER PRIMARY KEY, n INT)", "INSERT INTO tick VALUES (1, 0)", "CREATE TABLE t(v)"
    };

    @TempDir
    Path folder;

    private Path database() {
        return folder.resolve("app.db");
    }

    private Followed follow() throws Exception {
        return new Followed(database(), folder.resolve("data"), Limits.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "TRUNCATE", "PERSIST", "MEMORY"})
    void whatWasCommittedWithoutALogIsFoundByComparing(String mode) throws Exception {
        try (Writer writer = Writer.open(database(), "PRAGMA journal_mode=" + mode);
                Followed followed = follow()) {
            writer.run(TABLES);
            for (int i = 1; i <= 30; i++) {
                writer.run("BEGIN", "UPDATE tick SET n = " + i, "INSERT INTO t VALUES (randomblob(5000))", "COMMIT");
                Sight sight = followed.look();
                assertTrue(sight.current());
                assertTrue(sight.notice().contains("journal_mode=WAL"), sight.notice());
                PageSet set = followed.news().getLast();
                assertEquals(Integer.toString(i), followed.ask(set, "SELECT n FROM tick"));
                followed.assertWhole(set);
                assertEquals(
                        set.header().position().opensEpoch() ? "snapshot" : "compare",
                        set.header().reason());
            }
        }
    }

    /** Slices are short, so a large database takes many of them; what they saw must belong together all the same. */
    @Test
    void aLargeDatabaseThatIsWrittenMeanwhileIsNeverTornApart() throws Exception {
        try (Writer writer = Writer.open(database(), "PRAGMA journal_mode=DELETE", "PRAGMA synchronous=OFF")) {
            writer.run(TABLES);
            writer.run("INSERT INTO t SELECT randomblob(3000) FROM (WITH RECURSIVE c(x) AS"
                    + " (SELECT 1 UNION ALL SELECT x+1 FROM c WHERE x < 30000) SELECT x FROM c)");
            try (Followed followed = follow()) {
                for (int i = 1; i <= 40; i++) {
                    writer.run(
                            "BEGIN",
                            "UPDATE tick SET n = " + i,
                            "UPDATE t SET v = " + i + " WHERE rowid IN (1, 15000, 30000)",
                            "COMMIT");
                    Thread.sleep(20);
                }
                followed.look();
                List<PageSet> sets = followed.news();
                for (PageSet set : List.of(sets.getFirst(), sets.getLast())) {
                    String tick = followed.ask(set, "SELECT n FROM tick");
                    String all = followed.ask(
                            set, "SELECT group_concat(DISTINCT v) FROM t WHERE rowid IN (1, 15000, 30000)");
                    assertEquals(tick, all);
                }
                assertEquals("40", followed.ask(sets.getLast(), "SELECT n FROM tick"));
            }
        }
    }

    @Test
    void aDatabaseThatIsSwitchedToALogIsFollowedByItFromThenOn() throws Exception {
        try (Writer writer = Writer.open(database(), TABLES);
                Followed followed = follow()) {
            followed.look();
            followed.news();
            writer.run("PRAGMA journal_mode=WAL", "UPDATE tick SET n = 1");
            followed.look();
            PageSet first = followed.news().getLast();
            assertEquals("1", followed.ask(first, "SELECT n FROM tick"));
            assertEquals("log-unknown", first.header().reason());
            writer.run("UPDATE tick SET n = 2", "UPDATE tick SET n = 3");
            followed.look();
            List<PageSet> sets = followed.news();
            assertEquals(2, sets.size());
            assertNull(sets.getFirst().header().reason());
            assertEquals("3", followed.ask(sets.getLast(), "SELECT n FROM tick"));
        }
    }

    @Test
    void anEmptyFileIsAnEmptyDatabaseUntilItIsNot() throws Exception {
        Files.createFile(database());
        try (Followed followed = follow()) {
            assertTrue(followed.look().current());
            assertEquals(0, followed.news().getFirst().header().pageCount());
            try (Writer writer = Writer.open(database(), TABLES)) {
                writer.run("UPDATE tick SET n = 9");
                followed.look();
                assertEquals("9", followed.ask(followed.news().getLast(), "SELECT n FROM tick"));
            }
        }
    }
}
