package dev.lagzero.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log that was copied back as a whole before anybody had a mark in it may be begun anew at any moment, also while it is
 * read.
 */
class WalTailTest {

    /** More than is read at once. */
    private static final int LARGE = 600 << 10;

    private static final int COPIED_BACK = 6;

    /** SQLite's lock of those who read past the log; who copies back has it meanwhile. */
    private static final long READERS_OF_THE_FILE = 123;

    @TempDir
    Path folder;

    private Path database;
    private Connection application;

    @BeforeEach
    void open() throws SQLException {
        database = folder.resolve("app.db");
        application = DriverManager.getConnection("jdbc:sqlite:" + database);
        run("PRAGMA journal_mode = WAL", "PRAGMA wal_autocheckpoint = 0", "CREATE TABLE t(v)");
    }

    @AfterEach
    void close() throws SQLException {
        application.close();
    }

    /** Four readers of the application have all places for marks when ours is to move: it is given an older one. */
    @Test
    void aCheckpointOfTheApplicationDoesNotWaitForAnOldMarkOfOurs() throws Exception {
        try (SqliteFile file = SqliteFile.open("app", database, false)) {
            WalTail tail = file.tail();
            List<Connection> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                insert(10);
                readers.add(reader());
            }
            insert(10);
            tail.restart(commit -> {});
            insert(10);
            tail.consume(commit -> {});
            for (Connection reader : readers) {
                reader.close();
            }
            assertFalse(tail.moved());
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!truncated()) {
                assertTrue(System.nanoTime() - until < 0, "the application's checkpoint still waits");
                if (tail.moved() || tail.isMarkDue(System.nanoTime())) {
                    tail.consume(commit -> {});
                }
            }
        }
    }

    /** SQLite gives us the mark of a frame though all is copied back, while who did it still has the lock for that. */
    @Test
    void aCheckpointOfTheApplicationDoesNotWaitForAMarkThatWeTookWhileItCopiedBack() throws Exception {
        try (SqliteFile file = SqliteFile.open("app", database, false)) {
            WalTail tail = file.tail();
            insert(10);
            tail.restart(commit -> {});
            run("PRAGMA wal_checkpoint(PASSIVE)");
            LockProcess copying = LockProcess.hold(database, READERS_OF_THE_FILE);
            tail.consume(commit -> {});
            copying.close();
            assertFalse(truncated());
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!truncated()) {
                assertTrue(System.nanoTime() - until < 0, "the application's checkpoint still waits");
                if (tail.moved() || tail.isMarkDue(System.nanoTime())) {
                    tail.consume(commit -> {});
                }
            }
        }
    }

    private Connection reader() throws SQLException {
        Connection reader = DriverManager.getConnection("jdbc:sqlite:" + database);
        reader.setAutoCommit(false);
        try (Statement statement = reader.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
            rows.next();
        }
        return reader;
    }

    private boolean truncated() throws SQLException {
        try (Statement statement = application.createStatement();
                ResultSet answer = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            return answer.next() && answer.getInt(1) == 0;
        }
    }

    @Test
    void transactionsThatAreOverwrittenBeforeTheyAreReadAreAGap() throws Exception {
        AtomicInteger told = new AtomicInteger();
        assertCopiedBackLogIsReset(commit -> {
            commit.each((number, page, offset) -> {});
            if (told.incrementAndGet() == 1) {
                insert(LARGE / 2);
            }
        });
    }

    @Test
    void transactionsThatAreCutOffBeforeTheyAreReadAreAGap() throws Exception {
        AtomicInteger told = new AtomicInteger();
        assertCopiedBackLogIsReset(commit -> {
            if (told.incrementAndGet() == 1) {
                run("PRAGMA wal_checkpoint(TRUNCATE)");
            }
        });
        assertTrue(told.get() < COPIED_BACK, "all were read");
    }

    /** Reads transactions that were copied back, so that nothing keeps writers from beginning the log anew. */
    private void assertCopiedBackLogIsReset(WalTail.Commits commits) throws Exception {
        String mark = markNow();
        for (int i = 0; i < COPIED_BACK; i++) {
            insert(LARGE / COPIED_BACK);
        }
        run("PRAGMA wal_checkpoint(PASSIVE)");
        try (SqliteFile file = SqliteFile.open("app", database, false)) {
            file.tail().resume(mark);
            GapException gap =
                    assertThrows(GapException.class, () -> file.tail().consume(commits));
            assertEquals(Gap.LOG_RESET, gap.gap());
        }
    }

    @Test
    void aTransactionOfWhichPagesAreOverwrittenWhileTheyAreReadIsAGap() throws Exception {
        insert(LARGE);
        run("PRAGMA wal_checkpoint(PASSIVE)");
        try (SqliteFile file = SqliteFile.open("app", database, false)) {
            AtomicInteger told = new AtomicInteger();
            GapException gap = assertThrows(GapException.class, () -> file.tail()
                    .restart(commit -> commit.each((number, page, offset) -> {
                        if (commit.databasePages() > 100 && told.incrementAndGet() == 1) {
                            insert(LARGE);
                        }
                    })));
            assertEquals(Gap.LOG_RESET, gap.gap());
        }
    }

    @Test
    void aLogThatIsBegunAnewAfterItWasReadIsNone() throws Exception {
        String mark = markNow();
        insert(LARGE);
        run("PRAGMA wal_checkpoint(PASSIVE)");
        try (SqliteFile file = SqliteFile.open("app", database, false)) {
            file.tail().resume(mark);
            AtomicInteger told = new AtomicInteger();
            file.tail().consume(commit -> told.incrementAndGet());
            insert(LARGE);
            file.tail().consume(commit -> told.incrementAndGet());
            assertEquals(2, told.get());
        }
    }

    @Test
    void aTransactionThatCouldNotBeTakenOverIsToldAgain() throws Exception {
        String mark = markNow();
        insert(LARGE);
        insert(1);
        try (SqliteFile file = SqliteFile.open("app", database, false)) {
            file.tail().resume(mark);
            assertThrows(SourceBusyException.class, () -> file.tail().consume(commit -> {
                throw new SourceBusyException("just now");
            }));
            AtomicInteger told = new AtomicInteger();
            file.tail().consume(commit -> told.incrementAndGet());
            assertEquals(2, told.get());
        }
    }

    private String markNow() throws GapException {
        try (SqliteFile file = SqliteFile.open("app", database, false)) {
            file.tail().restart(commit -> {});
            return file.tail().mark().orElseThrow();
        }
    }

    private void insert(int bytes) {
        run("INSERT INTO t VALUES (randomblob(" + bytes + "))");
    }

    private void run(String... statements) {
        try (Statement statement = application.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
