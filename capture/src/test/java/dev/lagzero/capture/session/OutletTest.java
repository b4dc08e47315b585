package dev.lagzero.capture.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lagzero.capture.file.Database;
import dev.lagzero.capture.publish.MemoryChangeLog;
import dev.lagzero.capture.publish.Partitions;
import dev.lagzero.capture.publish.Survey;
import dev.lagzero.schemas.head.Head;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several sources, published by several threads that take turns at them. */
class OutletTest {

    private static final int SOURCES = 6;

    @TempDir
    Path folder;

    private final MemoryChangeLog log = new MemoryChangeLog("topic", 2);
    private final Wires wires = new Wires(log, head -> {}, partition -> {});
    private final List<Database> databases = new ArrayList<>();
    private final List<SourceSession> sessions = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        sessions.forEach(SourceSession::close);
        wires.close();
        for (Database database : databases) {
            database.close();
        }
    }

    private void open() throws Exception {
        String name = "s" + sessions.size();
        Path file = folder.resolve(name + ".db");
        databases.add(Database.open(file, "PRAGMA journal_mode=WAL", "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT)"));
        sessions.add(SourceSession.open(SessionSample.config(folder, name), wires));
    }

    private void publish(AtomicBoolean until) {
        try (Outlet.Taker taker = wires.outlet().taker()) {
            while (!until.get()) {
                Optional<Outlet.Batch> batch = taker.next(5);
                if (batch.isPresent()) {
                    append(batch.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void append(Outlet.Batch batch) throws InterruptedException {
        SourceSession session = batch.session();
        for (Outgoing record : batch.records()) {
            log.append(
                    session.partition(),
                    record.key(),
                    record.value(),
                    (offset, failure) -> session.acknowledged(record.position(), record.kind(), offset));
            Thread.yield();
        }
        synchronized (log) {
            log.flush();
        }
    }

    @Test
    void eachSourceKeepsItsOrderHoweverManyPublish() throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        for (int i = 0; i < SOURCES; i++) {
            open();
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                threads.execute(() -> publish(end));
            }
            for (int round = 0; round < 30; round++) {
                for (Database database : databases) {
                    database.fill("t", 20, 20);
                    database.run("DELETE FROM t WHERE id % 3 = " + round % 3);
                }
            }
            for (SourceSession session : sessions) {
                Head head = session.freshHead();
                while (head.head().isAfter(session.head().published())) {
                    Thread.sleep(5);
                }
            }
            end.set(true);
        }
        Survey survey = new Survey(log);
        for (SourceSession session : sessions) {
            Partitions.Found found = survey.find(session.source(), survey.extent());
            assertFalse(found.tail().broken(), session.source());
            assertEquals(session.head().head(), found.tail().last(), session.source());
        }
    }

    @Test
    void aBatchThatIsHeldKeepsItsSourceAndNoOther() throws Exception {
        open();
        open();
        try (Outlet.Taker first = wires.outlet().taker();
                Outlet.Taker second = wires.outlet().taker()) {
            SourceSession held = taken(first);
            databases.get(sessions.indexOf(held)).fill("t", 1, 20);
            held.freshHead();
            SourceSession other = taken(second);
            assertFalse(held == other, "the next batch of a source waits for the one before");
            assertEquals(Optional.empty(), second.next(50).filter(batch -> batch.session() == held));
        }
    }

    private static SourceSession taken(Outlet.Taker taker) throws InterruptedException {
        Optional<Outlet.Batch> batch = Optional.empty();
        for (int i = 0; i < 1000 && batch.isEmpty(); i++) {
            batch = taker.next(10);
        }
        return batch.orElseThrow().session();
    }
}
