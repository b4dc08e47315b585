package dev.lagzero.capture.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lagzero.capture.file.Writer;
import dev.lagzero.capture.spool.PageSet;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the log of a source while it rests: its read mark keeps every transaction one transaction. */
class RestingTest {

    private static final String[] SCHEMA = {
        "PRAGMA journal_mode=WAL", "CREATE TABLE tick(id INTEGER PRIMARY KEY, n INT)", "INSERT INTO tick VALUES (1, 0)"
    };

    @TempDir
    Path folder;

    private int tick;
    private int arrived;

    @BeforeEach
    void needsToSeeWhatIsOpen() {
        assumeTrue(Files.exists(Path.of("/proc/self/fd")));
    }

    private Path database() {
        return folder.resolve("app.db");
    }

    private Followed follow() throws Exception {
        Followed followed = new Followed(database(), folder.resolve("data"), Limits.DEFAULT);
        followed.look();
        followed.news();
        return followed;
    }

    private void commit(Writer writer) throws Exception {
        tick++;
        writer.run("UPDATE tick SET n = " + tick);
    }

    /** Waits until the log is open once: by the connection that holds the mark. */
    private void awaitRest() throws Exception {
        for (int i = 0; descriptors("app.db-wal") != 1; i++) {
            assertTrue(i < 1000, () -> "it does not rest");
            Thread.sleep(10);
        }
    }

    private static long descriptors(String name) throws Exception {
        long count = 0;
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path each : open) {
                count += Files.isSymbolicLink(each)
                                && Files.readSymbolicLink(each).endsWith(name)
                        ? 1
                        : 0;
            }
        }
        return count;
    }

    /** Every commit since the last call has arrived as itself. */
    private void assertAllArrive(Followed followed, String when) throws Exception {
        int seen = arrived;
        followed.look();
        for (PageSet set : followed.news()) {
            seen++;
            assertNull(set.header().reason(), when);
            assertEquals(Integer.toString(seen), followed.ask(set, "SELECT n FROM tick"), when);
        }
        assertEquals(tick, seen, when);
        arrived = tick;
    }

    @Test
    void aLogThatOthersCopyBackAndTruncateInAnyOrderLosesNothing() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] checkpoints = {"PASSIVE", "FULL", "RESTART", "TRUNCATE"};
        try (Writer writer = Writer.open(database(), SCHEMA);
                Writer other = Writer.open(database());
                Followed followed = follow()) {
            writer.run("PRAGMA wal_autocheckpoint=" + (1 + random.nextInt(5)));
            for (int round = 0; round < 6; round++) {
                awaitRest();
                for (int i = 20 + random.nextInt(100); i > 0; i--) {
                    switch (random.nextInt(4)) {
                        case 0 -> other.run("PRAGMA wal_checkpoint(" + checkpoints[random.nextInt(4)] + ")");
                        case 1 -> commit(other);
                        default -> commit(writer);
                    }
                }
                assertAllArrive(followed, "seed " + seed);
            }
        }
    }

    @Test
    void aWriterThatBeginsTheLogAnewWithEveryCommitIsNotFasterThanTheMark() throws Exception {
        try (Writer writer = Writer.open(database(), SCHEMA);
                Followed followed = follow()) {
            writer.run("PRAGMA wal_autocheckpoint=1", "PRAGMA synchronous=OFF");
            for (int round = 0; round < 3; round++) {
                awaitRest();
                for (int i = 0; i < 300; i++) {
                    commit(writer);
                }
                assertAllArrive(followed, "round " + round);
            }
        }
    }

    @Test
    void programsThatOpenWriteAndCloseLoseNothing() throws Exception {
        Writer.open(database(), SCHEMA).close();
        try (Followed followed = follow()) {
            for (int round = 0; round < 3; round++) {
                awaitRest();
                try (Writer brief = Writer.open(database())) {
                    commit(brief);
                    commit(brief);
                }
                try (Writer brief = Writer.open(database())) {
                    commit(brief);
                }
                assertAllArrive(followed, "round " + round);
            }
        }
    }

    @Test
    void aCheckpointThatWaitsForAllReadersGetsThroughWhileASourceRests() throws Exception {
        try (Writer writer = Writer.open(database(), SCHEMA);
                Followed followed = follow()) {
            for (String mode : List.of("TRUNCATE", "RESTART", "TRUNCATE")) {
                commit(writer);
                assertAllArrive(followed, mode);
                awaitRest();
                assertEquals(
                        "0", writer.run("PRAGMA wal_checkpoint(" + mode + ")"), mode + " found no reader in its way");
            }
        }
    }

    @Test
    void aBackupPutInPlaceBeneathASourceAtRestIsNoticed() throws Exception {
        Path backup = folder.resolve("backup.db");
        try (Writer writer = Writer.open(backup, SCHEMA)) {
            writer.run("UPDATE tick SET n = 42", "PRAGMA journal_mode=DELETE", "PRAGMA journal_mode=WAL");
        }
        Writer writer = Writer.open(database(), SCHEMA);
        try (Followed followed = follow()) {
            commit(writer);
            assertAllArrive(followed, "before");
            writer.close();
            awaitRest();
            // The same file with other content, as cp does it, and the log thrown away.
            Files.write(database(), Files.readAllBytes(backup));
            Files.delete(folder.resolve("app.db-wal"));
            Files.delete(folder.resolve("app.db-shm"));
            try (Writer next = Writer.open(database())) {
                next.run("UPDATE tick SET n = 43");
                followed.look();
                List<PageSet> sets = followed.news();
                assertTrue(
                        sets.getFirst().header().reason() != null,
                        () -> "a gap, and named "
                                + sets.stream().map(PageSet::header).toList());
                assertEquals("43", followed.ask(sets.getLast(), "SELECT n FROM tick"));
                followed.assertWhole(sets.getLast());
            }
        }
    }
}
