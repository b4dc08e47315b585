package dev.lagzero.capture.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.file.Database;
import dev.lagzero.capture.publish.MemoryChangeLog;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.json.Stamp;
import dev.lagzero.schemas.position.SourcePosition;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session without Kafka and without Debezium: the test is the one who publishes. */
class SourceSessionTest {

    @TempDir
    Path folder;

    private MemoryChangeLog log = new MemoryChangeLog("topic", 1);
    private final List<Head> heads = new CopyOnWriteArrayList<>();
    private final List<Integer> synced = new CopyOnWriteArrayList<>();
    private Wires wires = new Wires(log, heads::add, partition -> {});
    private Database db;

    @BeforeEach
    void createSource() throws Exception {
        db = Database.open(
                folder.resolve("app.db"), "PRAGMA journal_mode=WAL", "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT)");
        db.fill("t", 100, 50);
    }

    @AfterEach
    void closeSource() throws Exception {
        db.close();
        wires.close();
    }

    private SourceSession open() throws Exception {
        SessionConfig config = SessionSample.config(folder, "app");
        wires.close();
        wires = new Wires(log, heads::add, synced::add);
        return SourceSession.open(config, wires);
    }

    /** Publishes up to {@code most} records of the next transaction; returns what was appended. */
    private List<Stamp> publish(SourceSession session, int most) throws Exception {
        List<Stamp> appended = new ArrayList<>();
        Outlet.Taker taker = wires.outlet().taker();
        while (appended.size() < most) {
            List<Outgoing> next = taker.next(20).map(Outlet.Batch::records).orElse(List.of());
            for (Outgoing record : next) {
                if (appended.size() < most) {
                    log.append(
                            0,
                            record.key(),
                            record.value(),
                            (offset, failure) -> session.acknowledged(record.position(), record.kind(), offset));
                    appended.add(ChangeJson.stamp(record.value()));
                }
            }
            log.flush();
            if (!appended.isEmpty() && appended.getLast().kind() == Stamp.Kind.END) {
                break;
            }
        }
        taker.close();
        return appended;
    }

    @Test
    void halfATransactionIsContinuedWhereTheLogEnds() throws Exception {
        db.fill("t", 3_000, 50);
        Stamp last;
        try (SourceSession session = open()) {
            last = publish(session, 3).getLast();
            assertTrue(last.count() > 1, "rows that stand together: " + last);
        }
        try (SourceSession session = open()) {
            List<Stamp> rest = publish(session, 1000);
            assertEquals(last.ordinal() + last.count(), rest.getFirst().ordinal());
            assertEquals(3_101, rest.getLast().parts(), "a definition and three thousand and one hundred rows");
            assertEquals(1, rest.getLast().position().epoch());
        }
    }

    @Test
    void theLogIsSyncedBeforeThePagesThatCouldMakeItAgainAreGone() throws Exception {
        try (SourceSession session = open()) {
            publish(session, 1000);
            for (int i = 0; i < 500 && synced.size() < 2; i++) {
                Thread.sleep(10);
            }
            assertTrue(synced.size() >= 2, "once for the claim, once for the fold: " + synced);
            assertEquals(0, synced.getFirst());
        }
    }

    @Test
    void aCommitThatChangesNoPageTakesNoPosition() throws Exception {
        try (SourceSession session = open()) {
            publish(session, 1000);
            db.run("UPDATE t SET v = v");
            assertEquals(new SourcePosition(1, 1), session.freshHead().head());
        }
    }

    @Test
    void aChangeOfNoRowIsABareEnd() throws Exception {
        try (SourceSession session = open()) {
            publish(session, 1000);
            db.run("PRAGMA user_version = 7");
            assertEquals(new SourcePosition(1, 2), session.freshHead().head());
            List<Stamp> records = publish(session, 1000);
            assertEquals(1, records.size());
            assertEquals(0, records.getFirst().parts());
        }
    }

    @Test
    void theCopierNeverWaitsForThoseWhoPublish() throws Exception {
        try (SourceSession session = open()) {
            Head fresh = session.freshHead();
            assertTrue(fresh.current());
            assertEquals(new SourcePosition(1, 0), fresh.published());
            for (int i = 2; i <= 20; i++) {
                db.run("UPDATE t SET v = '" + i + "'");
                Head head = session.freshHead();
                assertEquals(i, head.head().sequence());
                assertTrue(head.current());
            }
        }
    }

    @Test
    void aDamagedPageSetOfWhichHalfIsPublishedCostsAnEpochNotTheTruth() throws Exception {
        try (SourceSession session = open()) {
            publish(session, 40);
        }
        damageSpool();
        try (SourceSession session = open()) {
            List<Stamp> records = publish(session, 1000);
            assertEquals(new SourcePosition(2, 1), records.getLast().position());
            assertEquals(101, records.getLast().parts());
        }
    }

    @Test
    void aDamagedPageSetOfWhichNothingIsPublishedIsMadeAnew() throws Exception {
        try (SourceSession session = open()) {
            session.freshHead();
        }
        damageSpool();
        try (SourceSession session = open()) {
            List<Stamp> records = publish(session, 1000);
            assertEquals(new SourcePosition(1, 1), records.getLast().position());
            assertEquals(101, records.getLast().parts());
        }
    }

    private void damageSpool() throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("data/sources/app/spool"));
                RandomAccessFile file =
                        new RandomAccessFile(files.findFirst().orElseThrow().toFile(), "rw")) {
            file.seek(2000);
            file.write(1);
        }
    }

    @Test
    void anotherTopicOfTheSameNameCostsAnEpoch() throws Exception {
        try (SourceSession session = open()) {
            publish(session, 1000);
        }
        log = new MemoryChangeLog("made anew", 1);
        try (SourceSession session = open()) {
            assertEquals(
                    new SourcePosition(2, 1), publish(session, 1000).getLast().position());
        }
    }

    @Test
    void aTrimmedTopicIsNotBelievedWithoutADataDirectory() throws Exception {
        log = new MemoryChangeLog("topic", 1) {
            @Override
            public long begin(int partition) {
                return 1;
            }
        };
        log.append(0, new byte[0], new byte[0], (offset, failure) -> {});
        CaptureFault fault = assertThrows(CaptureFault.class, () -> open().close());
        assertTrue(fault.getMessage().contains("was trimmed"), fault.getMessage());
    }

    @Test
    void aRecordOfSomebodyElsesIsNamedWithItsOffset() {
        log.append(0, new byte[0], "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8), (offset, failure) -> {});
        CaptureFault fault = assertThrows(CaptureFault.class, () -> open().close());
        assertTrue(fault.getMessage().contains("offset 0"), fault.getMessage());
    }

    @Test
    void anEmptyFileIsAnEmptySnapshot() throws Exception {
        db.close();
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(folder.resolve("app.db" + suffix));
        }
        Files.createFile(folder.resolve("app.db"));
        try (SourceSession session = open()) {
            List<Stamp> records = publish(session, 10);
            assertEquals(1, records.size());
            assertEquals(new SourcePosition(1, 1), records.getFirst().position());
            db = Database.open(folder.resolve("app.db"), "CREATE TABLE t(id INTEGER PRIMARY KEY)");
            assertTrue(session.freshHead().head().sequence() > 1);
        }
    }
}
