package dev.lagzero.capture.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.file.Writer;
import dev.lagzero.capture.spool.PageSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ByLogTest {

    private static final String[] SCHEMA = {
        "PRAGMA journal_mode=WAL",
        "CREATE TABLE tick(id INTEGER PRIMARY KEY, n INT)",
        "CREATE TABLE t(id INTEGER PRIMARY KEY, v BLOB)",
        "CREATE INDEX i ON t(v)",
        "INSERT INTO tick VALUES (1, 0)"
    };

    @TempDir
    Path folder;

    private Path database() {
        return folder.resolve("app.db");
    }

    private Followed follow() throws Exception {
        return follow(Limits.DEFAULT);
    }

    private Followed follow(Limits limits) throws Exception {
        return new Followed(database(), folder.resolve("data"), limits);
    }

    private static void commit(Writer writer, Random random) throws Exception {
        writer.run("BEGIN IMMEDIATE", "UPDATE tick SET n = n + 1");
        for (int i = random.nextInt(6); i > 0; i--) {
            switch (random.nextInt(5)) {
                case 0 -> writer.run("DELETE FROM t WHERE id % 9 = " + random.nextInt(9));
                case 1 -> writer.run("UPDATE t SET v = randomblob(" + random.nextInt(9000) + ") WHERE id % 7 = 1");
                default ->
                    writer.run("INSERT INTO t(v) SELECT randomblob(" + (1 + random.nextInt(500))
                            + ") FROM (WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c WHERE x < "
                            + (1 + random.nextInt(80)) + ") SELECT x FROM c)");
            }
        }
        writer.run("COMMIT");
    }

    @Test
    void eachCommitIsOneTransactionHoweverOftenTheLogBeginsAnew() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        try (Writer writer = Writer.open(database(), SCHEMA);
                Followed followed = follow()) {
            writer.run("PRAGMA wal_autocheckpoint=20");
            followed.look();
            followed.assertWhole(followed.news().getFirst());
            int tick = 0;
            int resets = 0;
            String mark = "";
            for (int round = 0; round < 60; round++) {
                for (int i = 0; i < 5; i++) {
                    commit(writer, random);
                }
                if (random.nextInt(4) == 0) {
                    writer.run("PRAGMA wal_checkpoint(" + (random.nextBoolean() ? "TRUNCATE" : "PASSIVE") + ")");
                }
                followed.look();
                for (PageSet set : followed.news()) {
                    tick++;
                    assertNull(set.header().reason(), "seed " + seed + " at tick " + tick);
                    assertEquals(Integer.toString(tick), followed.ask(set, "SELECT n FROM tick"), "seed " + seed);
                    followed.assertWhole(set);
                    String salts = set.header().mark().substring(0, 20);
                    resets += salts.equals(mark) ? 0 : 1;
                    mark = salts;
                }
                assertEquals(5 * (round + 1), tick, "seed " + seed);
            }
            assertTrue(resets > 5, "the log began anew " + resets + " times");
        }
    }

    @Test
    void aWriterThatNeverPausesIsCopiedExactlyAndItsLogStaysShort() throws Exception {
        try (Writer writer = Writer.open(database(), SCHEMA)) {
            writer.run("INSERT INTO t(v) SELECT randomblob(900) FROM (WITH RECURSIVE c(x) AS"
                    + " (SELECT 1 UNION ALL SELECT x+1 FROM c WHERE x < 20000) SELECT x FROM c)");
            Thread busy = new Thread(() -> {
                try {
                    for (int i = 0; i < 3000; i++) {
                        writer.run(
                                "UPDATE tick SET n = n + 1",
                                "UPDATE t SET v = randomblob(900) WHERE id = " + (1 + i * 37 % 20000));
                    }
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            busy.start();
            try (Followed followed = follow(new Limits(1 << 20, 1 << 30, 0))) {
                long longest = 0;
                while (busy.isAlive()) {
                    longest = Math.max(longest, Files.size(folder.resolve("app.db-wal")));
                    Thread.sleep(5);
                }
                busy.join();
                followed.look();
                List<PageSet> sets = followed.news();
                assertEquals("snapshot", sets.getFirst().header().reason());
                followed.assertWhole(sets.getFirst());
                int tick = Integer.parseInt(followed.ask(sets.getFirst(), "SELECT n FROM tick"));
                for (PageSet set : sets.subList(1, sets.size())) {
                    assertNull(set.header().reason());
                }
                followed.assertWhole(sets.getLast());
                assertEquals("3000", followed.ask(sets.getLast(), "SELECT n FROM tick"));
                assertTrue(sets.size() - 1 >= 2 * (3000 - tick) - 1, sets.size() + " sets from tick " + tick);
                assertTrue(longest < 64 << 20, "the log grew to " + longest);
                assertFalse(followed.failure.isDone());
            }
        }
    }

    @Test
    void aRestartGoesOnWhereItStoppedWhenTheLogIsStillThere() throws Exception {
        try (Writer writer = Writer.open(database(), SCHEMA)) {
            try (Followed followed = follow()) {
                followed.look();
            }
            writer.run("UPDATE tick SET n = 1", "UPDATE tick SET n = 2");
            try (Followed followed = follow()) {
                followed.look();
                List<PageSet> sets = followed.news();
                assertEquals(2, sets.size());
                assertNull(sets.getFirst().header().reason());
                assertEquals("1", followed.ask(sets.getFirst(), "SELECT n FROM tick"));
                followed.fold(sets.getLast().header().position());
            }
            writer.run("UPDATE tick SET n = 3");
            try (Followed followed = follow()) {
                followed.look();
                List<PageSet> sets = followed.news();
                assertEquals(1, sets.size());
                assertNull(sets.getFirst().header().reason());
                assertEquals("3", followed.ask(sets.getFirst(), "SELECT n FROM tick"));
            }
        }
    }

    @Test
    void aLogThatBeganAnewMeanwhileIsAGapThatAComparisonCloses() throws Exception {
        try (Writer writer = Writer.open(database(), SCHEMA)) {
            try (Followed followed = follow()) {
                followed.look();
            }
            writer.run("INSERT INTO t(v) VALUES (zeroblob(100000))", "PRAGMA wal_checkpoint(TRUNCATE)");
            writer.run("UPDATE tick SET n = 7", "UPDATE tick SET n = 8");
            try (Followed followed = follow()) {
                Sight sight = followed.look();
                List<PageSet> sets = followed.news();
                assertEquals(1, sets.size());
                assertEquals("log-reset", sets.getFirst().header().reason());
                assertTrue(sight.notice().contains("log-reset"), sight.notice());
                assertEquals("8", followed.ask(sets.getFirst(), "SELECT n FROM tick"));
                followed.assertWhole(sets.getFirst());
            }
        }
    }
}
