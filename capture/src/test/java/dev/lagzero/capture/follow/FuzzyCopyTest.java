package dev.lagzero.capture.follow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.file.Gap;
import dev.lagzero.capture.file.SourceBusyException;
import dev.lagzero.capture.file.SqliteFile;
import dev.lagzero.capture.file.WalTail;
import dev.lagzero.capture.file.Writer;
import dev.lagzero.capture.shadow.NewHistory;
import dev.lagzero.capture.shadow.PageHistory;
import dev.lagzero.capture.shadow.StateDirectory;
import dev.lagzero.capture.shadow.View;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a copy brings is what the database holds, page by page, whatever is written while it goes on. */
class FuzzyCopyTest {

    private static final int PAGE = 1024;
    private static final int ROWS = 1500;

    @TempDir
    Path folder;

    private Writer writer;
    private StateDirectory directory;
    private PageHistory history;
    private SqliteFile file;
    private final Aside syncing = new Aside(Runnable::run);

    @BeforeEach
    void open() throws Exception {
        writer = Writer.open(
                database(),
                "PRAGMA page_size=" + PAGE,
                "PRAGMA auto_vacuum=FULL",
                "PRAGMA journal_mode=WAL",
                "PRAGMA busy_timeout=0",
                "PRAGMA wal_autocheckpoint=0",
                "PRAGMA cache_size=20",
                "CREATE TABLE t(id INTEGER PRIMARY KEY, v BLOB)",
                "WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM c WHERE x < " + ROWS + ")"
                        + " INSERT INTO t SELECT x, randomblob(700) FROM c",
                "PRAGMA wal_checkpoint(TRUNCATE)");
        directory = StateDirectory.open(folder.resolve("data"), "s");
        history = NewHistory.begin(directory, NewHistory.state(directory, database()));
        file = SqliteFile.open("s", database(), false);
    }

    @AfterEach
    void close() {
        file.close();
        history.close();
        directory.close();
        writer.close();
    }

    private Path database() {
        return folder.resolve("app.db");
    }

    private FuzzyCopy begin() throws Exception {
        return FuzzyCopy.begin(file, history, syncing, Gap.NO_LOG);
    }

    private void update(int id) throws IOException {
        writer.run("UPDATE t SET v = randomblob(700) WHERE id = " + id);
    }

    @Test
    void aPageThatTheCopyHasNotReachedIsTakenOutOfTheLog() throws Exception {
        try (FuzzyCopy copy = begin()) {
            copy.copy(100);
            update(ROWS);
            file.tail().consume(copy::overlay);
            copy.finish();
        }
        assertWhole("");
    }

    @Test
    void whatTheLogHeldAtTheBeginningIsTakenOutOfItToo() throws Exception {
        update(ROWS);
        try (FuzzyCopy copy = begin()) {
            copy.copy(100);
            update(ROWS - 1);
            copy.finish();
        }
        assertWhole("");
    }

    @Test
    void whereTheLogIsBegunAnewTheFileHasThePage() throws Exception {
        try (FuzzyCopy copy = begin()) {
            copy.copy(100);
            for (int id = ROWS - 20; id <= ROWS; id++) {
                update(id);
            }
            beginAnew(copy);
            for (int id = 300; id < 330; id++) {
                update(id);
            }
            copy.copy(Integer.MAX_VALUE);
            copy.finish();
        }
        assertWhole("");
    }

    @Test
    void whatTheLogBringsAgainAndAgainIsWrittenOnce() throws Exception {
        long size;
        try (FuzzyCopy copy = begin()) {
            copy.copy(100);
            long before = spooled();
            for (int i = 0; i < 500; i++) {
                update(i % 2 == 0 ? 1 + i % 3 : ROWS - i % 3);
                file.tail().consume(copy::overlay);
            }
            size = spooled() - before;
            copy.finish();
        }
        assertWhole("");
        assertTrue(size < 100 * PAGE, size + " bytes were written");
    }

    @Test
    void aCopyEndsThoughTheSamePagesAreWrittenAllTheTime() throws Exception {
        int steps = 0;
        try (FuzzyCopy copy = begin()) {
            while (!copy.isWhole()) {
                copy.copy(4);
                update(1 + steps % 3);
                file.tail().consume(copy::overlay);
                steps++;
            }
            copy.finish();
        }
        assertWhole("");
        int needed = history.view(history.newest()).pageCount() / 4;
        assertTrue(steps < needed + 10, steps + " steps");
    }

    /** All of the log is copied back, and nothing of ours is in its way: the next writer begins a new one. */
    private void beginAnew(FuzzyCopy copy) throws Exception {
        WalTail tail = file.tail();
        tail.consume(copy::overlay);
        tail.copyBack();
        tail.consume(copy::overlay);
        assertTrue(tail.isReleasable());
    }

    @Test
    void whateverIsWrittenBesideItACopyIsExact() throws Exception {
        for (int i = 0; i < Integer.getInteger("lagzero.copies", 20); i++) {
            long seed = Long.getLong("lagzero.copies.seed", System.nanoTime() >>> 4) + i;
            Random random = new Random(seed);
            try (FuzzyCopy copy = begin()) {
                boolean open = false;
                for (int step = random.nextInt(120); step > 0; step--) {
                    open = write(random, open);
                    follow(random, copy);
                }
                writer.run(open ? "COMMIT" : "SELECT 1");
                copy.finish();
            }
            assertWhole("-Dlagzero.copies=1 -Dlagzero.copies.seed=" + seed);
        }
    }

    /** As above, but nobody knows what meets what. */
    @Test
    void besideAWriterThatNeverPausesACopyIsExactToo() throws Exception {
        for (int i = 0; i < Integer.getInteger("lagzero.copies", 20) / 4; i++) {
            long seed = Long.getLong("lagzero.copies.seed", System.nanoTime() >>> 4) + i;
            AtomicBoolean enough = new AtomicBoolean();
            try (FuzzyCopy copy = begin()) {
                CompletableFuture<Void> writing =
                        CompletableFuture.runAsync(() -> writeUntil(enough, new Random(seed)));
                Random random = new Random(~seed);
                for (int step = 200 + random.nextInt(200); step > 0 && !writing.isDone(); step--) {
                    tryToFollow(random, copy);
                }
                enough.set(true);
                writing.join();
                copy.finish();
            }
            assertWhole("-Dlagzero.copies=4 -Dlagzero.copies.seed=" + seed);
        }
    }

    private void writeUntil(AtomicBoolean enough, Random random) {
        try {
            boolean open = false;
            while (!enough.get() || open) {
                open = write(random, open);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tryToFollow(Random random, FuzzyCopy copy) throws Exception {
        try {
            follow(random, copy);
        } catch (SourceBusyException e) {
            // The writer copies back just now.
            Thread.onSpinWait();
        }
    }

    /** More than its cache takes, so that a transaction is in the log before it ends. */
    private boolean write(Random random, boolean open) throws IOException {
        int kind = random.nextInt(20);
        if (!open && kind < 2) {
            writer.run("PRAGMA wal_checkpoint(" + (random.nextBoolean() ? "TRUNCATE" : "PASSIVE") + ")");
        } else if (kind < 6) {
            writer.run(!open ? "BEGIN IMMEDIATE" : random.nextInt(3) == 0 ? "ROLLBACK" : "COMMIT");
            return !open;
        } else if (kind < 8) {
            writer.run("DELETE FROM t WHERE id % 11 = " + random.nextInt(11) + " AND id > " + random.nextInt(2 * ROWS));
        } else if (kind < 11) {
            writer.run("WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM c WHERE x < "
                    + (1 + random.nextInt(200)) + ") INSERT INTO t(v) SELECT randomblob("
                    + random.nextInt(3000) + ") FROM c");
        } else {
            int from = 1 + random.nextInt(ROWS);
            writer.run("UPDATE t SET v = randomblob(700) WHERE id BETWEEN " + from + " AND "
                    + (from + random.nextInt(60)));
        }
        return open;
    }

    private void follow(Random random, FuzzyCopy copy) throws Exception {
        switch (random.nextInt(6)) {
            case 0 -> file.tail().consume(copy::overlay);
            case 1 -> file.tail().consume(copy::overlay, (1 + random.nextInt(40)) * PAGE);
            case 2 -> file.tail().copyBack();
            case 3 -> {
                file.tail().copyBack();
                file.tail().consume(copy::overlay);
            }
            default -> copy.copy(random.nextInt(60));
        }
    }

    private long spooled() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(each -> each.toFile().length())
                    .sum();
        }
    }

    /** What is known of the database is what its file holds when all of its log is copied back. */
    private void assertWhole(String run) throws Exception {
        file.tail().consume(log -> {});
        file.tail().copyBack();
        file.tail().consume(log -> {});
        assertTrue(file.tail().isReleasable());
        byte[] truth = Files.readAllBytes(database());
        View view = history.view(history.newest());
        assertEquals(truth.length / PAGE, view.pageCount(), run);
        for (int page = 1; page <= view.pageCount(); page++) {
            byte[] expected = Arrays.copyOfRange(truth, (page - 1) * PAGE, page * PAGE);
            assertArrayEquals(expected, view.read(page), run + " page " + page);
        }
    }
}
