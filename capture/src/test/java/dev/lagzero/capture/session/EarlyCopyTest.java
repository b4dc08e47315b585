package dev.lagzero.capture.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.file.Database;
import dev.lagzero.capture.publish.MemoryChangeLog;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.json.Stamp;
import dev.lagzero.schemas.position.SourcePosition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** First copies that are begun while there is no log. */
class EarlyCopyTest {

    private static final int ROWS = 3_000;

    @TempDir
    Path folder;

    private final MemoryChangeLog log = new MemoryChangeLog("topic", 1);
    private final Ground ground = new Ground();
    private final List<String> claimants = new ArrayList<>();
    private Wires wires = new Wires(log, head -> {}, partition -> {});
    private Database db;

    @BeforeEach
    void createSource() throws Exception {
        db = Database.open(
                folder.resolve("app.db"), "PRAGMA journal_mode=WAL", "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT)");
        db.fill("t", ROWS, 50);
    }

    @AfterEach
    void closeSource() throws Exception {
        db.close();
        wires.close();
        ground.close();
    }

    private SessionConfig config() {
        return SessionSample.config(folder, "app");
    }

    private EarlyCopy begin() throws Exception {
        EarlyCopy early = EarlyCopy.begin(config(), ground).orElseThrow();
        early.awaitCopied();
        return early;
    }

    private SourceSession goOn(EarlyCopy early, long seen) throws Exception {
        wires.close();
        wires = new Wires(log, head -> {}, partition -> {}, ground);
        return SourceSession.open(config(), wires, seen, early);
    }

    private void claim(long epoch, String instance) {
        ChangeEvent claim = new ChangeEvent.Claimed("app", epoch, instance, "a test", 0);
        log.append(0, ChangeJson.key(claim), ChangeJson.encode(claim), (offset, failure) -> claimants.add(instance));
    }

    /** Publishes whole transactions up to a sequence, of whatever epoch; the ends of them. */
    private List<Stamp> publish(SourceSession session, SourcePosition upTo) throws Exception {
        List<Stamp> ends = new ArrayList<>();
        try (Outlet.Taker taker = wires.outlet().taker()) {
            while (ends.isEmpty() || ends.getLast().position().sequence() < upTo.sequence()) {
                for (Outgoing record : taker.next(20).map(Outlet.Batch::records).orElse(List.of())) {
                    log.append(
                            0,
                            record.key(),
                            record.value(),
                            (offset, failure) -> session.acknowledged(record.position(), record.kind(), offset));
                    if (record.kind() == Outgoing.Kind.END) {
                        ends.add(ChangeJson.stamp(record.value()));
                    }
                }
                log.flush();
            }
        }
        return ends;
    }

    private Path state() {
        return folder.resolve("data/sources/app/shadow.state");
    }

    @Test
    void aCopyThatWasBegunIsWhatIsPublished() throws Exception {
        EarlyCopy early = begin();
        assertFalse(Files.exists(state()), "an epoch that nobody claimed is not remembered");
        db.run("UPDATE t SET v = 'meanwhile' WHERE id = 1");
        try (SourceSession session = goOn(early, 0)) {
            SourcePosition head = session.freshHead().head();
            assertEquals(new SourcePosition(1, 2), head, "the copy, and what came after it");
            List<Stamp> ends = publish(session, head);
            assertEquals(ROWS + 1, ends.getFirst().parts(), "a definition and the rows");
            assertEquals(1, ends.getLast().parts(), "the change that came meanwhile");
        }
        try (SourceSession session = SourceSession.open(config(), wires)) {
            assertEquals(new SourcePosition(1, 2), session.freshHead().head(), "a restart goes on in the same epoch");
        }
    }

    @Test
    void nothingIsReadFromTheLogOrWrittenToItBeforeItIsThere() throws Exception {
        EarlyCopy early = begin();
        assertEquals(0, log.end(0));
        try (SourceSession session = goOn(early, 0)) {
            assertEquals(1, log.end(0), "the claim");
            assertTrue(Files.exists(state()));
            assertEquals(0, session.head().published().sequence());
        }
    }

    @Test
    void aCopyOfASourceThatTheLogKnowsIsMadeAgainAfterTheClaim() throws Exception {
        EarlyCopy early = begin();
        db.run("DELETE FROM t WHERE id > 100");
        claim(3, "somebody else");
        log.flush();
        try (SourceSession session = goOn(early, 0)) {
            List<Stamp> ends = publish(session, new SourcePosition(4, 1));
            assertEquals(new SourcePosition(4, 1), ends.getFirst().position());
            assertEquals(101, ends.getFirst().parts(), "as the source is after the claim");
        }
    }

    @Test
    void aCopyIsMadeAgainWhenARivalClaimsAtTheSameTime() throws Exception {
        EarlyCopy early = begin();
        log.beforeNextAppend(() -> claim(1, "rival"));
        try (SourceSession session = goOn(early, 0)) {
            assertEquals(
                    new SourcePosition(2, 1),
                    publish(session, new SourcePosition(2, 1)).getFirst().position());
        }
        assertEquals(List.of("rival"), claimants);
    }

    @Test
    void aCopyIsMadeAgainWhenATargetHasSeenTheSource() throws Exception {
        try (SourceSession session = goOn(begin(), 6)) {
            List<Stamp> ends = publish(session, new SourcePosition(7, 1));
            assertEquals(new SourcePosition(7, 1), ends.getFirst().position());
            assertEquals(ROWS + 1, ends.getFirst().parts());
        }
    }

    @Test
    void whatIsLeftOfACopyThatNobodyWentOnWithCountsForNothing() throws Exception {
        begin().close();
        assertFalse(Files.exists(state()));
        db.run("DELETE FROM t WHERE id > 100");
        try (SourceSession session = SourceSession.open(config(), wires)) {
            List<Stamp> ends = publish(session, new SourcePosition(1, 1));
            assertEquals(new SourcePosition(1, 1), ends.getFirst().position());
            assertEquals(101, ends.getFirst().parts());
        }
    }

    @Test
    void whatAnEarlierRunLeftIsNotCopiedBeforeTheLogIsAsked() throws Exception {
        try (SourceSession session = SourceSession.open(config(), wires)) {
            publish(session, new SourcePosition(1, 1));
        }
        assertEquals(Optional.empty(), EarlyCopy.begin(config(), ground));
        try (SourceSession session = SourceSession.open(config(), wires)) {
            assertEquals(new SourcePosition(1, 1), session.freshHead().head(), "and its directory is free");
        }
    }

    @Test
    void aSourceThatCannotBeReadIsToldAndKeepsNoDirectory() throws Exception {
        db.close();
        Path file = folder.resolve("app.db");
        Files.move(file, folder.resolve("away.db"));
        assertThrows(CaptureFault.class, () -> EarlyCopy.begin(config(), ground));
        Files.move(folder.resolve("away.db"), file);
        begin().close();
    }
}
