package dev.lagzero.capture.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.journal.JournalLimits;
import dev.lagzero.capture.journal.RefusedWrite;
import dev.lagzero.capture.session.Wires;
import dev.lagzero.capture.store.JournaledMap;
import dev.lagzero.capture.store.TextShape;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.position.SourcePosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreSessionTest {

    private static final TextShape NOTES = new TextShape("notes");
    private static final TextShape TAGS = new TextShape("tags");

    @TempDir
    Path folder;

    private final PromptLog log = new PromptLog();
    private final Wires wires = new Wires(log, head -> {}, partition -> {});

    @AfterEach
    void close() {
        wires.close();
    }

    private StoreSession open(Durability durability, JournalLimits limits) throws InterruptedException {
        StoreConfig config = new StoreConfig("store", limits, durability, 1L << 30);
        return StoreSession.open(config, folder.resolve("data"), wires, List.of(NOTES, TAGS), Seen.NOTHING);
    }

    private StoreSession open() throws InterruptedException {
        return open(Durability.PROCESS, JournalLimits.DEFAULT);
    }

    @Test
    void whatWasWrittenIsThereAgainAfterARestart() throws Exception {
        try (StoreSession session = open()) {
            JournaledMap<String, String> notes = session.store().map(NOTES);
            notes.put("a", "1");
            notes.put("b", "2");
            notes.put("a", "3");
            notes.remove("b");
            assertEquals(
                    new SourcePosition(1, 5), session.store().acknowledged().get());
        }
        try (StoreSession session = open()) {
            assertEquals(Map.of("a", "3"), Map.copyOf(session.store().map(NOTES)));
            assertEquals(new SourcePosition(1, 5), session.head().head());
            session.store().map(NOTES).put("c", "4");
            assertEquals(
                    new SourcePosition(1, 6), session.store().acknowledged().get(), "the epoch goes on");
        }
    }

    @Test
    void whatKafkaDoesNotHoldComesBackFromTheJournalAndIsPublishedThen() throws Exception {
        try (StoreSession session = open()) {
            session.store().map(NOTES).put("a", "1");
            session.store().acknowledged().get();
            log.takeOnly(1);
            session.store().map(NOTES).put("b", "2");
            session.store().map(NOTES).put("c", "3");
        }
        log.takeOnly(Integer.MAX_VALUE);
        try (StoreSession session = open()) {
            assertEquals(
                    Map.of("a", "1", "b", "2", "c", "3"),
                    Map.copyOf(session.store().map(NOTES)));
            session.store().acknowledged().get();
        }
        assertEquals(List.of(), Audit.faults(log.events()));
        assertEquals(Map.of("a", "1", "b", "2", "c", "3"), Audit.texts(log.events(), "notes"));
        assertEquals(1, Audit.claims(log.events()), "nothing is in doubt");
    }

    @Test
    void aLostDataDirectoryLosesNothingThatKafkaHolds() throws Exception {
        try (StoreSession session = open()) {
            session.store().map(NOTES).put("a", "1");
            session.store().map(TAGS).put("x", "y");
            session.store().acknowledged().get();
        }
        delete(folder.resolve("data"));
        try (StoreSession session = open()) {
            assertEquals(Map.of("a", "1"), Map.copyOf(session.store().map(NOTES)));
            session.store().map(NOTES).put("b", "2");
            assertEquals(
                    new SourcePosition(2, 2), session.store().acknowledged().get(), "a new epoch");
        }
        assertEquals(List.of(), Audit.faults(log.events()));
        assertEquals(Map.of("a", "1", "b", "2"), Audit.texts(log.events(), "notes"));
        assertEquals(Map.of("x", "y"), Audit.texts(log.events(), "tags"));
    }

    @Test
    void anUnfinishedSnapshotIsMadeAnewWithAllThatWasWrittenMeanwhile() throws Exception {
        try (StoreSession session = open()) {
            for (int i = 0; i < 50; i++) {
                session.store().map(NOTES).put("k" + i, "v");
            }
            session.store().acknowledged().get();
        }
        delete(folder.resolve("data"));
        log.takeOnly(20);
        try (StoreSession session = open()) {
            session.store().map(NOTES).put("late", "1");
            session.store().map(NOTES).remove("k0");
        }
        log.takeOnly(20);
        try (StoreSession session = open()) {
            assertEquals(50, session.store().map(NOTES).size());
            session.store().map(NOTES).put("later", "1");
        }
        log.takeOnly(Integer.MAX_VALUE);
        try (StoreSession session = open()) {
            assertEquals(51, session.store().map(NOTES).size());
            assertEquals("1", session.store().map(NOTES).get("late"));
            session.store().acknowledged().get();
        }
        assertEquals(List.of(), Audit.faults(log.events()));
        assertEquals(51, Audit.texts(log.events(), "notes").size());
    }

    @Test
    void whatACollectionIsNeedNotBeInTheLogToGetItsRowsBack() throws Exception {
        log.takeOnly(1);
        try (StoreSession session = open()) {
            session.store().map(NOTES).put("a", "1");
        }
        assertEquals(1, log.events().size(), "the claim, and nothing of its snapshot");
        log.takeOnly(Integer.MAX_VALUE);
        StoreConfig config = StoreConfig.usual("store");
        try (StoreSession session =
                StoreSession.open(config, folder.resolve("data"), wires, List.of(TAGS), Seen.NOTHING)) {
            session.store().map(TAGS).put("x", "y");
            session.store().acknowledged().get();
        }
        try (StoreSession session = open()) {
            assertEquals(Map.of("a", "1"), Map.copyOf(session.store().map(NOTES)));
            session.store().acknowledged().get();
        }
        assertEquals(List.of(), Audit.faults(log.events()));
        assertEquals(Map.of("a", "1"), Audit.texts(log.events(), "notes"));
        assertEquals(Map.of("x", "y"), Audit.texts(log.events(), "tags"));
    }

    @Test
    void aFullJournalRefusesAndMemoryKeepsWhatItHeld() throws Exception {
        Map<String, String> held = new HashMap<>();
        try (StoreSession session = open(Durability.PROCESS, new JournalLimits(16_384, 4_096))) {
            JournaledMap<String, String> notes = session.store().map(NOTES);
            notes.put("a", "1");
            session.store().acknowledged().get();
            log.silent(true);
            RefusedWrite full = assertThrows(RefusedWrite.class, () -> {
                for (int i = 0; ; i++) {
                    notes.put("k" + i, "x".repeat(200));
                    held.put("k" + i, "x".repeat(200));
                }
            });
            assertEquals(RefusedWrite.Reason.FULL, full.reason());
            held.put("a", "1");
            assertEquals(held, Map.copyOf(notes));
            assertThrows(RefusedWrite.class, () -> session.store().atomically(() -> {
                session.store().map(TAGS).put("t", "u");
                notes.put("z", "x".repeat(5_000));
            }));
            assertFalse(session.store().map(TAGS).containsKey("t"), "all of it or nothing");
            RefusedWrite large = assertThrows(RefusedWrite.class, () -> notes.put("b", "x".repeat(20_000)));
            assertEquals(RefusedWrite.Reason.TOO_LARGE, large.reason());
            log.silent(false);
            session.store().acknowledged().get();
            while (session.journalBytes() > 8_192) {
                Thread.sleep(20);
            }
            notes.put("again", "1");
            held.put("again", "1");
        }
        RefusedWrite closed = assertThrows(RefusedWrite.class, () -> {
            StoreSession session = open();
            session.close();
            session.store().map(NOTES).put("after", "close");
        });
        assertEquals(RefusedWrite.Reason.CLOSED, closed.reason());
        try (StoreSession session = open()) {
            assertEquals(held, Map.copyOf(session.store().map(NOTES)));
        }
    }

    private static void fillToTheLastByte(JournaledMap<String, String> notes) {
        for (int length = 300; length >= 0; ) {
            try {
                notes.put("k" + notes.size(), "x".repeat(length));
            } catch (RefusedWrite full) {
                length--;
            }
        }
    }

    /** The store itself asks for snapshots, also while its journal has no room for one. */
    @Test
    void aFullJournalPutsOffTheSnapshotThatIsDueAndNothingElse() throws Exception {
        StoreConfig config = new StoreConfig("store", new JournalLimits(16_384, 4_096), Durability.PROCESS, 8_192);
        try (StoreSession session =
                StoreSession.open(config, folder.resolve("data"), wires, List.of(NOTES), Seen.NOTHING)) {
            JournaledMap<String, String> notes = session.store().map(NOTES);
            session.store().acknowledged().get();
            log.silent(true);
            fillToTheLastByte(notes);
            Thread.sleep(1_500);
            assertFalse(session.failure().isDone(), () -> session.failure().toString());
            log.silent(false);
            session.store().acknowledged().get(20, TimeUnit.SECONDS);
            for (int i = 0; i < 500 && !hasSnapshotInTheMiddle(); i++) {
                Thread.sleep(20);
            }
            assertTrue(hasSnapshotInTheMiddle(), "it is made up for");
        }
    }

    private boolean hasSnapshotInTheMiddle() {
        return log.events().stream()
                .anyMatch(event -> event instanceof ChangeEvent.Ended end
                        && "snapshot".equals(end.header().reason())
                        && !end.header().snapshot());
    }

    @Test
    void aSnapshotInTheMiddleChangesNothingAndARestartReadsFromThere() throws Exception {
        try (StoreSession session = open()) {
            session.store().map(NOTES).put("a", "1");
            session.store().map(NOTES).put("b", "1");
            SourcePosition at = session.snapshot();
            session.store().map(NOTES).put("b", "2");
            session.store().acknowledged().get();
            assertTrue(at.isAfter(new SourcePosition(1, 3)));
            while (!Files.readString(folder.resolve("data/sources/store/journal.index"))
                    .contains("before=1:3")) {
                Thread.sleep(20);
            }
        }
        assertEquals(List.of(), Audit.faults(log.events()));
        assertEquals(Map.of("a", "1", "b", "2"), Audit.texts(log.events(), "notes"));
        try (StoreSession session = open()) {
            assertEquals(Map.of("a", "1", "b", "2"), Map.copyOf(session.store().map(NOTES)));
            session.store().map(NOTES).put("b", "3");
            session.store().acknowledged().get();
        }
        assertEquals(1, Audit.claims(log.events()));
    }

    @Test
    void halfASnapshotInTheMiddleIsNotCompletedByAnythingElse() throws Exception {
        try (StoreSession session = open()) {
            for (int i = 0; i < 30; i++) {
                session.store().map(NOTES).put("k" + i, "v");
            }
            session.store().acknowledged().get();
            long before = log.events().size();
            log.takeOnly(10);
            session.snapshot();
            while (log.events().size() < before + 10) {
                Thread.sleep(10);
            }
        }
        log.takeOnly(Integer.MAX_VALUE);
        try (StoreSession session = open()) {
            session.store().map(NOTES).put("after", "1");
            session.store().acknowledged().get();
        }
        assertEquals(List.of(), Audit.faults(log.events()));
        assertEquals(31, Audit.texts(log.events(), "notes").size());
        assertEquals(2, Audit.claims(log.events()), "its content is nowhere any more");
    }

    @Test
    void aLostTopicIsNotTakenForAnEmptyStore() throws Exception {
        try (StoreSession session = open()) {
            session.store().map(NOTES).put("a", "1");
            session.store().acknowledged().get();
            session.snapshot();
            session.store().acknowledged().get();
            while (!Files.readString(folder.resolve("data/sources/store/journal.index"))
                    .contains("acknowledged=1:3")) {
                Thread.sleep(20);
            }
        }
        StoreConfig config = StoreConfig.usual("store");
        Wires empty = new Wires(new PromptLog(), head -> {}, partition -> {});
        CaptureFault refused = assertThrows(
                CaptureFault.class,
                () -> StoreSession.open(config, folder.resolve("data"), empty, List.of(NOTES, TAGS), Seen.NOTHING));
        assertTrue(refused.getMessage().endsWith("lagzero reset --source store"), refused.getMessage());
        Seen shown = new Seen(3, new SourcePosition(3, 1));
        assertThrows(
                CaptureFault.class,
                () -> StoreSession.open(config, folder.resolve("fresh"), empty, List.of(NOTES), shown));
        // As it is after a reset: the target shows nothing, but does not forget which epochs there were.
        Seen reset = new Seen(3, SourcePosition.NONE);
        try (StoreSession anew = StoreSession.open(config, folder.resolve("fresh"), empty, List.of(NOTES), reset)) {
            assertEquals(Map.of(), anew.store().map(NOTES));
            assertEquals(new SourcePosition(4, 1), anew.store().acknowledged().get());
        }
    }

    @Test
    void aTopicThatEndsBeforeWhatTheTargetShowsHasLostSomething() throws Exception {
        try (StoreSession session = open()) {
            session.store().map(NOTES).put("a", "1");
            session.store().acknowledged().get();
        }
        StoreConfig config = StoreConfig.usual("store");
        Seen more = new Seen(1, new SourcePosition(1, 3));
        assertThrows(
                CaptureFault.class,
                () -> StoreSession.open(config, folder.resolve("data"), wires, List.of(NOTES, TAGS), more));
    }

    @Test
    void aRivalStopsTheStoreAndItsUnpublishedWritesAreNotDroppedSilently() throws Exception {
        StoreConfig config = StoreConfig.usual("store");
        try (StoreSession session = open()) {
            session.store().map(NOTES).put("a", "1");
            session.store().acknowledged().get();
            log.takeOnly(0);
            session.store().map(NOTES).put("fork", "1");
            Thread.sleep(50);
        }
        log.takeOnly(Integer.MAX_VALUE);
        try (StoreSession rival =
                StoreSession.open(config, folder.resolve("other"), wires, List.of(NOTES, TAGS), Seen.NOTHING)) {
            rival.store().map(NOTES).put("b", "1");
            rival.store().acknowledged().get();
            CaptureFault fork = assertThrows(CaptureFault.class, this::open);
            assertTrue(fork.getMessage().contains("1 transactions"), fork.getMessage());
        }
    }

    @Test
    void everyDurabilityGivesWhatItSays() throws Exception {
        try (StoreSession session = open(Durability.DISK, JournalLimits.DEFAULT)) {
            session.store().map(NOTES).put("a", "1");
        }
        try (StoreSession session = open(Durability.KAFKA, JournalLimits.DEFAULT)) {
            session.store().map(NOTES).put("b", "1");
            assertEquals(session.head().head(), session.head().published(), "Kafka has it when the call returns");
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
