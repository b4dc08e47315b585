package dev.lagzero.capture.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.page.Pages;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteFileTest {

    private static final String TABLE = "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT)";

    @TempDir
    Path folder;

    private Path path() {
        return folder.resolve("app.db");
    }

    private SqliteFile open() {
        return SqliteFile.open("app", path(), folder);
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096, 65536})
    void aSnapshotOfALogHoldsWhatACheckpointWouldWrite(int pageSize) throws Exception {
        try (Database db = Database.open(path(), "PRAGMA page_size=" + pageSize, "PRAGMA journal_mode=WAL", TABLE);
                SqliteFile file = open()) {
            db.fill("t", 500, 300);
            db.run("DELETE FROM t WHERE id % 3 = 0", "UPDATE t SET v = 'x' WHERE id < 100");
            List<byte[]> seen = pages(file);
            assertTrue(Files.size(folder.resolve("app.db-wal")) > 0);
            db.run("PRAGMA wal_checkpoint(PASSIVE)");
            assertSameAsFile(seen, pageSize);
        }
    }

    @Test
    void aSnapshotEndsAtTheLastCommitOfALogWhoseTailIsNotCommitted() throws Exception {
        try (Database db = Database.open(path(), "PRAGMA journal_mode=WAL", "PRAGMA cache_size=5", TABLE);
                SqliteFile file = open()) {
            db.fill("t", 50, 300);
            List<byte[]> committed = pages(file);
            db.run("BEGIN");
            db.fill("t", 5000, 300);
            assertTrue(Files.size(folder.resolve("app.db-wal")) > 1_000_000, "the open transaction has spilled");
            assertPagesEqual(committed, pages(file));
            db.run("COMMIT");
            assertTrue(pages(file).size() > committed.size());
        }
    }

    @Test
    void onlyPagesWrittenSinceAnAcceptedSnapshotAreCandidates() throws Exception {
        try (Database db = Database.open(path(), "PRAGMA journal_mode=WAL", TABLE);
                SqliteFile file = open()) {
            db.fill("t", 1000, 300);
            try (SourceSnapshot first = file.snapshot()) {
                assertNull(first.candidates(), "nothing was accepted yet");
            }
            file.accept();
            db.run("UPDATE t SET v = 'changed' WHERE id = 500");
            try (SourceSnapshot second = file.snapshot()) {
                BitSet candidates = second.candidates();
                assertNotNull(candidates);
                assertEquals(1, candidates.cardinality(), candidates::toString);
            }
        }
    }

    @Test
    void aLogThatBeganAnewMakesEveryPageACandidate() throws Exception {
        try (Database db = Database.open(path(), "PRAGMA journal_mode=WAL", TABLE);
                SqliteFile file = open()) {
            db.fill("t", 100, 300);
            file.snapshot().close();
            file.accept();
            db.run("PRAGMA wal_checkpoint(TRUNCATE)");
            db.run("UPDATE t SET v = 'missed'", "PRAGMA wal_checkpoint(TRUNCATE)");
            try (SourceSnapshot after = file.snapshot()) {
                assertNull(after.candidates());
            }
            file.accept();
            db.run("UPDATE t SET v = 'missed too'", "PRAGMA wal_checkpoint(TRUNCATE)");
            try (SourceSnapshot after = file.snapshot()) {
                assertNull(after.candidates(), "no log before, no log now, and yet a change");
            }
        }
    }

    @Test
    void aSnapshotWhoseLogWasRewrittenMeanwhileIsNotWhole() throws Exception {
        try (Database db = Database.open(path(), "PRAGMA journal_mode=WAL", TABLE);
                SqliteFile file = open()) {
            db.fill("t", 100, 300);
            db.run("PRAGMA wal_checkpoint(FULL)");
            try (SourceSnapshot snapshot = file.snapshot()) {
                assertTrue(snapshot.isWhole());
                db.run("UPDATE t SET v = 'x' WHERE id = 1");
                assertFalse(snapshot.isWhole(), "the log was copied back whole, so the writer began it anew");
            }
            try (SourceSnapshot snapshot = file.snapshot()) {
                assertTrue(snapshot.isWhole());
            }
        }
    }

    /** A frame that a crash left half written counts as little for us as for SQLite, which recovers the log. */
    @Test
    void aTornCommitIsNotSeen() throws Exception {
        Path crashed = folder.resolve("crashed.db");
        int whole;
        try (Database db = Database.open(path(), "PRAGMA journal_mode=WAL", TABLE);
                SqliteFile file = open()) {
            db.fill("t", 100, 300);
            whole = pages(file).size();
            db.fill("t", 100, 300);
            for (String suffix : List.of("", "-wal")) {
                copy(folder.resolve("app.db" + suffix), folder.resolve("crashed.db" + suffix));
            }
        }
        try (RandomAccessFile log =
                new RandomAccessFile(folder.resolve("crashed.db-wal").toFile(), "rw")) {
            log.seek(log.length() - 1000);
            int was = log.read();
            log.seek(log.length() - 1000);
            log.write(was ^ 1);
        }
        try (SqliteFile file = SqliteFile.open("app", crashed, folder)) {
            assertEquals(whole, pages(file).size());
        }
    }

    private static void copy(Path from, Path to) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("cp", from.toString(), to.toString()).start().waitFor());
    }

    /** As SQLite before 3.51.3 can leave it behind: a frame of zeros among committed ones. */
    @Test
    void aLogWithAHoleIsReadThroughSqlitesOwnCopy() throws Exception {
        try (Database db = Database.open(path(), "PRAGMA journal_mode=WAL", TABLE);
                SqliteFile file = open()) {
            db.fill("t", 100, 300);
            int before = pages(file).size();
            long end = Files.size(folder.resolve("app.db-wal"));
            db.fill("t", 100, 300);
            try (RandomAccessFile log =
                    new RandomAccessFile(folder.resolve("app.db-wal").toFile(), "rw")) {
                log.seek(end);
                log.write(new byte[24]);
            }
            List<byte[]> seen = pages(file);
            assertTrue(seen.size() > before, "what was committed behind the hole is there");
            assertFalse(Files.exists(folder.resolve("copy.db")));
            db.run("PRAGMA wal_checkpoint(PASSIVE)");
            assertEquals(seen.size(), pages(file).size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"WAL", "DELETE", "TRUNCATE", "PERSIST"})
    void everyCommitChangesTheFingerprintAndNothingElseDoes(String mode) throws Exception {
        try (Database db = Database.open(path(), "PRAGMA journal_mode=" + mode, TABLE);
                SqliteFile file = open()) {
            pages(file);
            for (int i = 0; i < 50; i++) {
                Fingerprint before = file.fingerprint();
                assertEquals(before, file.fingerprint());
                db.run("BEGIN", "INSERT INTO t(v) VALUES (" + i + ")", "ROLLBACK");
                db.number("SELECT count(*) FROM t");
                assertEquals(before, file.fingerprint(), "a rollback is no commit");
                db.run("INSERT INTO t(v) VALUES (" + i + ")");
                assertNotEquals(before, file.fingerprint());
            }
        }
    }

    @Test
    void aReplacedFileIsAnotherFile() throws Exception {
        Path other = folder.resolve("other.db");
        Database.open(path(), TABLE).close();
        Database.open(other, TABLE).close();
        try (SqliteFile file = open()) {
            Fingerprint before = file.fingerprint();
            Files.move(other, path(), StandardCopyOption.REPLACE_EXISTING);
            assertFalse(before.isSameFile(file.fingerprint()));
        }
    }

    @Test
    void anEmptyFileIsAnEmptyDatabase() throws Exception {
        Files.createFile(path());
        try (SqliteFile file = open();
                SourceSnapshot snapshot = file.snapshot()) {
            assertEquals(0, snapshot.pageCount());
        }
    }

    /** Whatever happens to the file, comparing with the last image and taking over what differs yields the new image. */
    @Test
    void comparingKeepsAnImageEqualOverRandomWork() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Image image = new Image();
        try (Database db = Database.open(path(), "PRAGMA auto_vacuum=INCREMENTAL", "PRAGMA journal_mode=WAL", TABLE);
                SqliteFile file = open()) {
            for (int round = 0; round < 300; round++) {
                work(db, random);
                boolean whole;
                try (SourceSnapshot snapshot = file.snapshot()) {
                    image.take(snapshot);
                    whole = snapshot.isWhole();
                }
                assertTrue(whole);
                file.accept();
                if (random.nextInt(10) == 0) {
                    db.run("PRAGMA wal_checkpoint(PASSIVE)");
                    assertSameAsFile(image.pages, image.pageSize, "seed " + seed + " round " + round);
                }
            }
        }
    }

    private static void work(Database db, Random random) throws Exception {
        switch (random.nextInt(8)) {
            case 0 -> db.run("DELETE FROM t WHERE id % 7 = " + random.nextInt(7));
            case 1 -> db.run("PRAGMA wal_checkpoint(TRUNCATE)");
            case 2 -> db.run("PRAGMA incremental_vacuum(" + random.nextInt(20) + ")");
            case 3 -> db.run("PRAGMA journal_mode=WAL", random.nextInt(5) == 0 ? "VACUUM" : "PRAGMA wal_checkpoint");
            case 4 -> db.run("UPDATE t SET v = hex(randomblob(2000)) WHERE id % 50 = " + random.nextInt(50));
            default -> db.fill("t", 1 + random.nextInt(60), 10 + random.nextInt(600));
        }
    }

    /** Pages kept by taking over differences. */
    private static final class Image implements Pages {
        private final List<byte[]> pages = new ArrayList<>();
        private int pageSize;

        void take(SourceSnapshot snapshot) {
            List<byte[]> next = new ArrayList<>(pages.subList(0, Math.min(pages.size(), snapshot.pageCount())));
            PageCompare.compare(
                    this,
                    snapshot,
                    (number, content) -> {
                        while (next.size() < number) {
                            next.add(new byte[0]);
                        }
                        next.set(number - 1, content);
                    },
                    () -> true);
            pageSize = snapshot.pageSize();
            pages.clear();
            pages.addAll(next);
        }

        @Override
        public int pageSize() {
            return pageSize;
        }

        @Override
        public int pageCount() {
            return pages.size();
        }

        @Override
        public byte[] read(int pageNumber) {
            return pages.get(pageNumber - 1);
        }
    }

    private static List<byte[]> pages(SqliteFile file) {
        List<byte[]> pages = new ArrayList<>();
        try (SourceSnapshot snapshot = file.snapshot()) {
            for (int page = 1; page <= snapshot.pageCount(); page++) {
                pages.add(snapshot.read(page));
            }
        }
        return pages;
    }

    private void assertSameAsFile(List<byte[]> pages, int pageSize) throws Exception {
        assertSameAsFile(pages, pageSize, "");
    }

    private void assertSameAsFile(List<byte[]> pages, int pageSize, String message) throws Exception {
        // Copied by another process: closing a descriptor of the file here would drop SQLite's locks.
        Path copy = folder.resolve("copy-of-app");
        copy(path(), copy);
        byte[] file = Files.readAllBytes(copy);
        assertEquals(file.length, pages.size() * pageSize, message);
        for (int i = 0; i < pages.size(); i++) {
            byte[] expected = Arrays.copyOfRange(file, i * pageSize, (i + 1) * pageSize);
            assertArrayEquals(expected, pages.get(i), message + " page " + (i + 1));
        }
    }

    private static void assertPagesEqual(List<byte[]> expected, List<byte[]> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i), "page " + (i + 1));
        }
    }
}
