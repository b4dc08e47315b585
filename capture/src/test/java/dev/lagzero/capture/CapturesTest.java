package dev.lagzero.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.diff.CaptureScope;
import dev.lagzero.capture.file.Database;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.topic.Topics;
import dev.lagzero.schemas.value.Value;
import dev.lagzero.testbed.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapturesTest {

    private static final String TABLE = "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT)";

    private static TestBroker broker;
    private static int pipelines;

    @TempDir
    Path folder;

    private Topics topics;
    private Database db;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = TestBroker.shared();
    }

    @BeforeEach
    void createSource() throws Exception {
        topics = new Topics("capture-" + pipelines++);
        db = Database.open(file(), "PRAGMA journal_mode=WAL", TABLE);
        db.fill("t", 3000, 100);
    }

    @AfterEach
    void closeSource() throws Exception {
        db.close();
    }

    private Path file() {
        return folder.resolve("app.db");
    }

    private CaptureConfig config(Path data) {
        return Alone.config(topics, data, broker.clients());
    }

    private Capture start() {
        return Alone.start(config(folder.resolve("data")), "app", file());
    }

    private Replica replica() {
        return new Replica(broker.clients(), topics.changes(), "app");
    }

    /** Reads up to what the source holds now, and compares. */
    private SourcePosition assertEqual(Capture capture, Replica replica) throws Exception {
        Head head = capture.freshHead();
        assertTrue(head.current());
        replica.readTo(head.head());
        Map<Long, String> rows = new HashMap<>();
        for (var row : replica.table("t").values()) {
            rows.put(((Value.Int) row.get("id")).value(), ((Value.Text) row.get("v")).value());
        }
        assertEquals(db.pairs("SELECT id, v FROM t"), rows);
        return head.head();
    }

    @ParameterizedTest
    @ValueSource(strings = {"WAL", "DELETE"})
    void theSnapshotAndThenLiveChangesArriveDense(String mode) throws Exception {
        db.run("PRAGMA journal_mode=" + mode);
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        try (Capture capture = start();
                Replica replica = replica()) {
            assertEquals(new SourcePosition(1, 1), assertEqual(capture, replica));
            for (int i = 0; i < 40; i++) {
                db.run("UPDATE t SET v = 'u" + i + "' WHERE id % 100 = " + random.nextInt(100));
                db.run("DELETE FROM t WHERE id = " + random.nextInt(3000));
                db.fill("t", random.nextInt(50), 100);
                if (random.nextInt(4) == 0) {
                    assertEqual(capture, replica);
                }
            }
            SourcePosition last = assertEqual(capture, replica);
            assertTrue(last.sequence() > 5, "seed " + seed + " " + last);
            assertEquals(List.of(1L), replica.claims());
            assertFalse(capture.stopped().isDone());
        }
    }

    @Test
    void aRestartGoesOnInTheSameEpoch() throws Exception {
        try (Replica replica = replicaAfterFirstRun()) {
            db.run("DELETE FROM t WHERE id < 100");
            try (Capture capture = start()) {
                SourcePosition position = assertEqual(capture, replica);
                assertEquals(1, position.epoch());
                assertEquals(List.of(1L), replica.claims());
                assertTrue(capture.progress().snapshotDone());
            }
            try (Capture capture = start()) {
                SourcePosition before = replica.applied();
                assertEquals(before, assertEqual(capture, replica), "nothing happened, so nothing is published");
            }
        }
    }

    private Replica replicaAfterFirstRun() throws Exception {
        try (Capture capture = start()) {
            Replica replica = replica();
            assertEqual(capture, replica);
            return replica;
        }
    }

    @Test
    void withoutItsDataDirectoryASourceIsClaimedAnewAndReplaced() throws Exception {
        try (Replica replica = replicaAfterFirstRun()) {
            assertEquals(
                    0, new ProcessBuilder("rm", "-r", folder + "/data").start().waitFor());
            db.run("DELETE FROM t WHERE id > 50");
            try (Capture capture = start()) {
                assertEquals(new SourcePosition(2, 1), assertEqual(capture, replica));
                assertEquals(List.of(1L, 2L), replica.claims());
            }
        }
    }

    @Test
    void ofTwoCapturesOnACopiedDirectoryTheFirstStops() throws Exception {
        try (Replica replica = replicaAfterFirstRun()) {
            assertEquals(
                    0,
                    new ProcessBuilder("cp", "-a", folder + "/data", folder + "/copy")
                            .start()
                            .waitFor());
            try (Capture first = start();
                    Capture second = Alone.start(config(folder.resolve("copy")), "app", file())) {
                ExecutionException stop = assertThrows(
                        ExecutionException.class, () -> first.stopped().get(30, TimeUnit.SECONDS));
                assertTrue(stop.getMessage().contains("another capture has claimed source app"), stop.getMessage());
                db.run("DELETE FROM t WHERE id < 1000");
                assertEquals(2, assertEqual(second, replica).epoch());
                assertThrows(CaptureException.class, first::freshHead);
            }
        }
    }

    @Test
    void whenTheTopicIsDeletedTheCaptureStopsAndTheNextOneReplaces() throws Exception {
        Map<String, Object> impatient = broker.clients();
        impatient.put("default.api.timeout.ms", 1500);
        impatient.put("request.timeout.ms", 1000);
        CaptureConfig config = Alone.config(topics, folder.resolve("data"), impatient);
        try (Capture capture = Alone.start(config, "app", file())) {
            try (Replica replica = replica()) {
                assertEqual(capture, replica);
            }
            try (Admin admin = broker.admin()) {
                admin.deleteTopics(List.of(topics.changes(), topics.heads()))
                        .all()
                        .get();
            }
            ExecutionException stop = assertThrows(
                    ExecutionException.class, () -> capture.stopped().get(30, TimeUnit.SECONDS));
            assertTrue(stop.getMessage().contains("was deleted"), stop.getMessage());
        }
        try (Capture capture = start();
                Replica replica = replica()) {
            assertEquals(new SourcePosition(2, 1), assertEqual(capture, replica));
        }
    }

    @Test
    void anotherChoiceOfTablesIsAnotherEpoch() throws Exception {
        db.run("CREATE TABLE other(id INTEGER PRIMARY KEY)", "INSERT INTO other VALUES (1), (2)");
        SourceConfig less =
                new SourceConfig("app", file(), new CaptureScope(Set.of(), Set.of("other"), Set.of()), false);
        try (Capture capture = Alone.start(config(folder.resolve("data")), less);
                Replica replica = replica()) {
            assertEqual(capture, replica);
            assertTrue(replica.table("other").isEmpty());
        }
        try (Capture capture = start();
                Replica replica = replica()) {
            assertEquals(2, assertEqual(capture, replica).epoch());
            assertEquals(2, replica.table("other").size());
        }
    }

    @Test
    void aReplacedSourceFileIsComparedNotCopiedAnew() throws Exception {
        Path next = folder.resolve("next.db");
        try (Database other = Database.open(next, TABLE)) {
            other.run("INSERT INTO t VALUES (1, 'a'), (7000, 'b')");
        }
        try (Capture capture = start();
                Replica replica = replica()) {
            assertEqual(capture, replica);
            db.close();
            Files.move(next, file(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(folder.resolve("app.db-wal"));
            Files.deleteIfExists(folder.resolve("app.db-shm"));
            db = Database.open(file());
            assertEquals(1, assertEqual(capture, replica).epoch());
            assertEquals(2, replica.table("t").size());
        }
    }

    @Test
    void twoSourcesShareATopic() throws Exception {
        Path second = folder.resolve("second.db");
        Database.open(second, TABLE, "INSERT INTO t VALUES (1, 'x')").close();
        try (Captures captures = Captures.open(config(folder.resolve("data")), 2);
                Capture first = captures.start(new SourceConfig("app", file(), CaptureScope.ALL, false));
                Capture other = captures.start(new SourceConfig("second", second, CaptureScope.ALL, false));
                Replica replica = replica();
                Replica otherReplica = new Replica(broker.clients(), topics.changes(), "second")) {
            assertEqual(first, replica);
            otherReplica.readTo(other.freshHead().head());
            assertEquals(1, otherReplica.table("t").size());
            assertFalse(first.stopped().isDone() || other.stopped().isDone());
        }
    }

    @Test
    void ofTwoSourcesOneThatIsDestroyedStopsAlone() throws Exception {
        Path second = folder.resolve("second.db");
        Database.open(second, TABLE, "INSERT INTO t VALUES (1, 'x')").close();
        try (Captures captures = Captures.open(config(folder.resolve("data")), 2);
                Capture first = captures.start(new SourceConfig("app", file(), CaptureScope.ALL, false));
                Capture other = captures.start(new SourceConfig("second", second, CaptureScope.ALL, false));
                Replica replica = replica()) {
            assertEqual(first, replica);
            other.freshHead();
            Files.writeString(second, "no database any more, and too short for one");
            ExecutionException stop =
                    assertThrows(ExecutionException.class, () -> other.stopped().get(30, TimeUnit.SECONDS));
            assertTrue(stop.getMessage().contains("second"), stop.getMessage());
            assertThrows(
                    CaptureException.class,
                    () -> captures.start(
                            new SourceConfig("third", folder.resolve("third.db"), CaptureScope.ALL, false)));
            db.run("DELETE FROM t WHERE id < 500");
            assertEqual(first, replica);
            assertFalse(first.stopped().isDone());
        }
    }

    @Test
    void aMaskedKeyIsRefused() {
        SourceConfig masked =
                new SourceConfig("app", file(), new CaptureScope(Set.of(), Set.of(), Set.of("t.id")), false);
        CaptureException refused =
                assertThrows(CaptureException.class, () -> Alone.start(config(folder.resolve("data")), masked));
        assertTrue(refused.getMessage().contains("t.id"), refused.getMessage());
    }

    @Test
    void aSourceSaysWhatOfItIsNotReplicated() throws Exception {
        db.run("CREATE VIEW seen AS SELECT * FROM t");
        var description = Captures.describe("app", file());
        assertEquals("t", description.tables().getFirst().name());
        assertTrue(description.notices().toString().contains("seen"), description.notices()::toString);
    }

    @Test
    void aDirectoryOfAnotherFileIsRefused() throws Exception {
        replicaAfterFirstRun().close();
        Path elsewhere = folder.resolve("elsewhere.db");
        Database.open(elsewhere, TABLE).close();
        CaptureException refused = assertThrows(
                CaptureException.class, () -> Alone.start(config(folder.resolve("data")), "app", elsewhere));
        assertTrue(refused.getMessage().contains("lagzero reset --source app"), refused.getMessage());
    }
}
