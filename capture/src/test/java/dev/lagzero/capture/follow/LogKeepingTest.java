package dev.lagzero.capture.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.file.GapException;
import dev.lagzero.capture.file.SqliteFile;
import dev.lagzero.capture.file.WalTail;
import dev.lagzero.capture.file.Writer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copying back is done by hand here: a disk that takes as long as a test wants. */
class LogKeepingTest {

    private static final long LIMIT = 4 << 20;
    private static final int TRIES = 1000;
    private static final int PATIENCE = 1_000_000;

    @TempDir
    Path folder;

    private final Queue<Runnable> disk = new ArrayDeque<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private Writer writer;
    private SqliteFile file;
    private WalTail tail;
    private LogKeeping keeping;

    @BeforeEach
    void open() throws Exception {
        Path database = folder.resolve("app.db");
        writer = Writer.open(
                database,
                "PRAGMA journal_mode=WAL",
                "PRAGMA wal_autocheckpoint=0",
                "CREATE TABLE t(v)",
                "PRAGMA busy_timeout=0");
        file = SqliteFile.open("app", database, false);
        tail = file.tail();
        tail.restart(commit -> {});
        keeping = keeping(LIMIT);
    }

    private LogKeeping keeping(long limit) {
        return new LogKeeping(
                tail,
                new FollowConfig(
                        "app",
                        folder.resolve("app.db"),
                        folder,
                        false,
                        true,
                        new Limits(limit, 1 << 30, 0),
                        Duration.ofSeconds(1)),
                this::atTheDisk);
    }

    @AfterEach
    void close() throws Exception {
        keeping.close();
        file.close();
        writer.close();
    }

    private synchronized void atTheDisk(Runnable task) {
        disk.add(task);
    }

    /** The disk has done what it was asked for. */
    private synchronized void work() {
        while (!disk.isEmpty()) {
            disk.remove().run();
        }
    }

    private void writeUpTo(long bytes) throws IOException {
        while (tail.written() < bytes) {
            writer.run("INSERT INTO t VALUES (zeroblob(50000))");
        }
    }

    private CompletableFuture<Void> follow() {
        return CompletableFuture.runAsync(() -> {
            try {
                while (!over.get()) {
                    keeping.follow(commit -> {});
                }
            } catch (GapException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private boolean isRefused() throws IOException {
        try {
            writer.run("BEGIN IMMEDIATE", "ROLLBACK");
            return false;
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("locked")) {
                return true;
            }
            throw e;
        }
    }

    /** How often a writer that does not wait turns from being let in to being refused. */
    private int turns(int enough, int tries) throws Exception {
        CompletableFuture<Void> following = follow();
        int turns = 0;
        boolean last = false;
        for (int i = 0; i < tries && turns < enough; i++) {
            boolean refused = isRefused();
            turns += refused && !last ? 1 : 0;
            last = refused;
        }
        over.set(true);
        following.get();
        over.set(false);
        return turns;
    }

    @Test
    void nobodyWaitsWhileThereIsRoom() throws Exception {
        writeUpTo(LIMIT / 3);
        assertEquals(0, turns(1, TRIES));
    }

    @Test
    void aWriterIsMadeSlowerByShortWaitsBeforeTheLimitThoughNothingCanBeCopiedBack() throws Exception {
        writeUpTo(LIMIT - LIMIT / 5);
        assertEquals(5, turns(5, PATIENCE));
    }

    @Test
    void aReaderThatKeepsALongLogFromBeingCopiedBackIsToldOfUntilItEnds() throws Exception {
        keeping.close();
        keeping = keeping(4 * LIMIT);
        try (Writer application = Writer.open(folder.resolve("app.db"))) {
            application.run("BEGIN", "SELECT count(*) FROM t");
            writeUpTo(LIMIT);
            followUntil(() -> false);
            assertEquals("", keeping.notice(), "the log is short");
            writeUpTo(3 * LIMIT);
            followUntil(() -> !keeping.notice().isEmpty());
            assertTrue(keeping.notice().contains("reads for long"), keeping.notice());
            application.run("COMMIT");
            followUntil(() -> keeping.notice().isEmpty());
            assertEquals("", keeping.notice());
        }
    }

    /** Writes a little, too: without a commit in between nobody is told from a writer that was put aside. */
    private void followUntil(BooleanSupplier enough) throws Exception {
        for (int i = 0; i < TRIES / 4 && !enough.getAsBoolean(); i++) {
            writer.run("INSERT INTO t VALUES (1)");
            keeping.follow(commit -> {});
            work();
            LockSupport.parkNanos(1_000_000); // copying back has its pauses
        }
    }

    @Test
    void aWriterBeyondTheLimitWaitsAgainAndAgainUntilTheDiskHasDoneItsWork() throws Exception {
        writeUpTo(LIMIT + LIMIT / 2);
        assertEquals(2, turns(2, PATIENCE));
        for (int i = 0; i < TRIES && !tail.isReleasable(); i++) {
            work();
            keeping.follow(commit -> {});
        }
        assertTrue(tail.isReleasable(), "written " + tail.written() + ", not copied back " + tail.unsaved());
        writeUpTo(1);
        writer.run("INSERT INTO t VALUES (1)");
        assertTrue(tail.written() < LIMIT, "the log did not begin anew");
    }
}
