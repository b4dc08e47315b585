package dev.lagzero.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While we keep others from copying the log back, they write and read on; afterwards they copy back again. */
class CheckpointLockTest {

    private static final String FREE = "0";
    private static final String BUSY = "1";

    @TempDir
    Path folder;

    @Test
    void nobodyElseCopiesBackUntilItIsGivenBackThoughSqliteCopiedBackMeanwhile() throws Exception {
        Path database = folder.resolve("app.db");
        try (Writer writer = Writer.open(database, "PRAGMA journal_mode=WAL", "CREATE TABLE t(v)");
                FileChannel index = FileChannel.open(
                        folder.resolve("app.db-shm"), StandardOpenOption.READ, StandardOpenOption.WRITE);
                SqliteSession session = new SqliteSession("s", database, false, 250)) {
            CheckpointLock lock =
                    new CheckpointLock(new IndexLock(IndexLock.COPYING_BACK, () -> index, UncheckedIOException::new));
            assertEquals(FREE, copyBack(writer));
            lock.hold();
            assertEquals(BUSY, copyBack(writer));
            session.run("PRAGMA wal_checkpoint(PASSIVE)");
            assertEquals(FREE, copyBack(writer), "SQLite's lock is the process's: it gave ours away");
            session.run("PRAGMA wal_checkpoint(PASSIVE)");
            lock.renew();
            assertEquals(BUSY, copyBack(writer));
            assertEquals("2", writer.run("INSERT INTO t VALUES (1), (2)", "SELECT count(*) FROM t"));
            lock.give();
            assertEquals(FREE, copyBack(writer));
            lock.renew();
            assertEquals(FREE, copyBack(writer), "who does not want it does not take it");
        }
    }

    @Test
    void whoFindsItTakenGoesOnWithoutIt() throws Exception {
        Path database = folder.resolve("app.db");
        try (Writer writer = Writer.open(database, "PRAGMA journal_mode=WAL", "CREATE TABLE t(v)")) {
            CheckpointLock missing =
                    new CheckpointLock(new IndexLock(IndexLock.COPYING_BACK, () -> null, UncheckedIOException::new));
            missing.hold();
            assertEquals(FREE, copyBack(writer));
            missing.give();
        }
    }

    private static String copyBack(Writer writer) throws IOException {
        return writer.run("PRAGMA wal_checkpoint(PASSIVE)");
    }
}
