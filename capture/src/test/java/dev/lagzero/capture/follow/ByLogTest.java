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

    /** As SQLite before 3.51.3 can leave it behind: a frame of zeros among committed ones. */
    @Test
    void aHoleInTheLogIsNamedAndClosedByAComparison() throws Exception {
        try (Writer writer = Writer.open(database(), SCHEMA);
                Followed followed = follow()) {
            writer.run("PRAGMA wal_autocheckpoint=0");
            followed.look();
            followed.news();
            Path log = folder.resolve("app.db-wal");
            long end = Files.size(log);
            writer.run("BEGIN", "UPDATE tick SET n = 5", "INSERT INTO t(v) VALUES (zeroblob(9000))");
            // Nobody looks until the hole is there.
            Thread hurry = new Thread(() -> hole(log, end));
            hurry.start();
            writer.run("COMMIT");
            hurry.join();
            writer.run("UPDATE tick SET n = 6");
            Sight sight = followed.look();
            List<PageSet> sets = followed.news();
            followed.assertWhole(sets.getLast());
            assertEquals("6", followed.ask(sets.getLast(), "SELECT n FROM tick"));
            if (sets.stream().anyMatch(set -> "log-hole".equals(set.header().reason()))) {
                assertTrue(sight.notice().contains("3.51.3"), sight.notice());
            }
            writer.run("UPDATE tick SET n = 7");
            followed.look();
            PageSet next = followed.news().getLast();
            assertEquals("7", followed.ask(next, "SELECT n FROM tick"));
            assertNull(next.header().reason(), "behind the hole, one commit is one transaction again");
        }
    }

    /** Overwrites the header of the first frame behind {@code end} as soon as it is written. */
    private static void hole(Path log, long end) {
        try (var file = new java.io.RandomAccessFile(log.toFile(), "rw")) {
            while (file.length() <= end) {
                Thread.onSpinWait();
            }
            file.seek(end);
            file.write(new byte[24]);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whatNobodyTakesIsMergedAtTheSpoolsBound() throws Exception {
        try (Writer writer = Writer.open(database(), SCHEMA);
                Followed followed = follow(new Limits(64 << 20, 1 << 20, 0))) {
            followed.look();
            PageSet snapshot = followed.news().getFirst();
            long highest = 0;
            for (int i = 1; i <= 1500; i++) {
                writer.run("UPDATE tick SET n = " + i);
                if (i % 50 == 0) {
                    followed.look();
                    highest = Math.max(highest, followed.history.waitingBytes());
                }
            }
            assertEquals(1501, followed.history.newest().sequence());
            assertTrue(highest < 3 << 20, "the spool grew to " + highest);
            List<PageSet> sets = followed.news();
            assertEquals("spool-bound", sets.getFirst().header().reason());
            assertEquals(2, sets.getFirst().header().position().sequence());
            assertTrue(sets.size() < 1000, sets.size() + " sets");
            assertEquals("1500", followed.ask(sets.getLast(), "SELECT n FROM tick"));
            followed.assertWhole(sets.getFirst());
            assertEquals("snapshot", snapshot.header().reason());
        }
    }

    /** Its bytes wait for nobody, and merging would not make them less. */
    @Test
    void aFirstCopyBeyondTheSpoolsBoundDoesNotLetTransactionsBeMerged() throws Exception {
        try (Writer writer = Writer.open(database(), SCHEMA)) {
            writer.run("WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM c WHERE x < 1000)"
                    + " INSERT INTO t SELECT x, randomblob(3000) FROM c");
            try (Followed followed = follow(new Limits(64 << 20, 1 << 20, 0))) {
                followed.look();
                assertEquals("snapshot", followed.news().getFirst().header().reason());
                for (int i = 1; i <= 20; i++) {
                    writer.run("UPDATE tick SET n = " + i);
                    followed.look();
                }
                followed.look();
                assertEquals(20, followed.news().size());
            }
        }
    }

    @Test
    void withoutRoomTheLogIsLetGoAndSaidSo() throws Exception {
        try (Writer writer = Writer.open(database(), SCHEMA);
                Followed followed = follow(new Limits(64 << 20, 1 << 20, Long.MAX_VALUE / 4))) {
            Sight sight = followed.look();
            assertFalse(sight.current());
            assertTrue(sight.cause().contains("--data DIR"), sight.cause());
            writer.run("UPDATE tick SET n = 1", "PRAGMA wal_checkpoint(TRUNCATE)");
            assertEquals(0, Files.size(folder.resolve("app.db-wal")), "nobody holds the log");
        }
    }

    @Test
    void anotherFileInItsPlaceIsCompared() throws Exception {
        Path other = folder.resolve("other.db");
        try (Writer writer = Writer.open(other, SCHEMA)) {
            writer.run("UPDATE tick SET n = 42", "PRAGMA journal_mode=DELETE", "PRAGMA journal_mode=WAL");
        }
        Writer writer = Writer.open(database(), SCHEMA);
        try (Followed followed = follow()) {
            followed.look();
            followed.news();
            writer.close();
            Files.move(other, database(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(folder.resolve("app.db-wal"));
            Files.deleteIfExists(folder.resolve("app.db-shm"));
            followed.look();
            PageSet set = followed.news().getLast();
            assertEquals("file-replaced", set.header().reason());
            assertEquals("42", followed.ask(set, "SELECT n FROM tick"));
        }
    }

    /** A reader of the application's own keeps the log: nobody is made to wait for that, and nothing is lost. */
    @Test
    void aLongReaderKeepsTheLogAndNobodyElseWaits() throws Exception {
        try (Writer writer = Writer.open(database(), SCHEMA);
                Writer reader = Writer.open(database());
                Followed followed = follow(new Limits(1 << 20, 1 << 30, 0))) {
            followed.look();
            followed.news();
            writer.run("INSERT INTO t(v) VALUES (NULL)");
            assertEquals("0", reader.run("BEGIN", "SELECT n FROM tick"));
            for (int i = 1; i <= 300; i++) {
                if (i <= 150) {
                    writer.run("UPDATE t SET v = randomblob(20000) WHERE id = 1");
                } else {
                    // By now it was found that the log is held: who goes from reading to writing would not wait at all.
                    writer.run("PRAGMA busy_timeout=0", "BEGIN", "SELECT n FROM tick");
                    writer.run("INSERT INTO t(v) VALUES (randomblob(20000))", "UPDATE tick SET n = " + i, "COMMIT");
                }
            }
            assertTrue(Files.size(folder.resolve("app.db-wal")) > 4 << 20, "the reader keeps the log");
            assertEquals("0", reader.run("SELECT n FROM tick", "COMMIT", "SELECT 0"));
            followed.look();
            List<PageSet> sets = followed.news();
            assertEquals(301, sets.size());
            assertEquals("300", followed.ask(sets.getLast(), "SELECT n FROM tick"));
        }
    }

    /** A busy writer is spared the copying back; who does it by hand, in a pause, must not find it taken for ever. */
    @Test
    void whoCopiesTheLogBackByHandIsLetInAsSoonAsWritersPause() throws Exception {
        try (Writer writer = Writer.open(database(), SCHEMA);
                Followed followed = follow()) {
            followed.look();
            for (int i = 0; i < 3; i++) {
                writer.run("INSERT INTO t(v) VALUES (randomblob(6000000))");
                followed.look();
                int tries = 0;
                while (!"0".equals(writer.run("PRAGMA wal_checkpoint(TRUNCATE)"))) {
                    assertTrue(tries++ < 2000, "nobody else may copy back");
                    Thread.sleep(10);
                }
            }
        }
    }
}
