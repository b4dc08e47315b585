package dev.lagzero.capture.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.store.Columns;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.value.Value;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final Layout LAYOUT = new Layout("t", List.of("a", "b", "c", "d", "e", "f"), List.of("b", "a"));
    private static final JournalLimits SMALL = new JournalLimits(1 << 20, 4096);

    @TempDir
    Path folder;

    private static Transaction transaction(long sequence, int size) {
        List<Value> row = List.of(
                Value.of(-sequence),
                Value.of("x".repeat(size) + "\u00e4\u0000\ud83d\ude00"),
                Value.of(-0.0),
                Value.NULL,
                Value.of(new byte[] {0, -1}),
                new Value.RawText(new byte[] {-1}));
        return new Transaction(
                new SourcePosition(3, sequence),
                -5,
                Transaction.Kind.WRITE,
                List.of(
                        new Change.Defined(
                                Columns.table("t", List.of("a"), Columns.integer("a"), Columns.text("b")),
                                new Lineage.Altered("t", Map.of("a", "a"))),
                        new Change.Row(LAYOUT, null, row),
                        new Change.Row(LAYOUT, row, null),
                        new Change.Row(LAYOUT, row, row)));
    }

    private Journal open(List<Transaction> found) {
        Journal journal = Journal.open(folder, SMALL, found::add, reason -> {
            throw new AssertionError(reason);
        });
        journal.begin(
                found.isEmpty() ? new SourcePosition(3, 0) : found.getLast().position());
        return journal;
    }

    private static void append(Journal journal, Transaction transaction) {
        assertEquals(
                transaction.position(),
                journal.append(transaction.kind(), transaction.timestampMillis(), transaction.changes()));
    }

    @Test
    void whatIsAppendedComesBackAsItWas() {
        List<Transaction> written = new ArrayList<>();
        try (Journal journal = open(new ArrayList<>())) {
            Journal.Cursor cursor = journal.after(SourcePosition.NONE);
            for (int i = 1; i <= 100; i++) {
                written.add(transaction(i, i * 10));
                append(journal, written.getLast());
                assertEquals(written.getLast(), cursor.next(0));
            }
        }
        List<Transaction> found = new ArrayList<>();
        try (Journal journal = open(found)) {
            assertEquals(written, found);
            append(journal, transaction(101, 1));
            assertEquals(
                    transaction(101, 1),
                    journal.after(new SourcePosition(3, 100)).next(0));
            journal.trim(new SourcePosition(3, 60));
            assertEquals(
                    transaction(61, 610),
                    journal.after(new SourcePosition(3, 60)).next(0));
        }
    }

    @Test
    void aTornEndIsCutOffWhereverItTears() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            try (Journal journal = open(new ArrayList<>())) {
                for (int i = 1; i <= 20; i++) {
                    append(journal, transaction(i, 50));
                }
            }
            List<Path> files = files();
            Path torn = files.get(random.nextInt(files.size()));
            try (RandomAccessFile file = new RandomAccessFile(torn.toFile(), "rw")) {
                int at = Segment.HEADER + random.nextInt((int) file.length() - Segment.HEADER);
                file.seek(at);
                int old = file.read();
                file.seek(at);
                file.write(old + 1);
            }
            List<Transaction> found = new ArrayList<>();
            open(found).close();
            for (int i = 0; i < found.size(); i++) {
                assertEquals(transaction(i + 1, 50), found.get(i), "seed " + seed + ", round " + round);
            }
            for (Path file : all()) {
                Files.delete(file);
            }
        }
    }

    private List<Path> files() throws IOException {
        return all().stream()
                .filter(file -> file.toString().endsWith(".journal"))
                .toList();
    }

    private List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void aTextThatIsNotUnicodeIsRefusedAndNothingIsWritten() {
        try (Journal journal = open(new ArrayList<>())) {
            append(journal, transaction(1, 1));
            List<Value> half = List.of(Value.of(1), Value.of("\ud83d"), Value.NULL, Value.NULL, Value.NULL, Value.NULL);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> journal.append(Transaction.Kind.WRITE, 0, List.of(new Change.Row(LAYOUT, null, half))));
            assertEquals(new SourcePosition(3, 1), journal.newest());
            append(journal, transaction(2, 1));
        }
        List<Transaction> found = new ArrayList<>();
        open(found).close();
        assertEquals(List.of(transaction(1, 1), transaction(2, 1)), found);
    }

    @Test
    void aWaitForTheDiskEnds() throws InterruptedException {
        try (Journal journal = open(new ArrayList<>())) {
            for (int i = 1; i <= 50; i++) {
                append(journal, transaction(i, 10));
                journal.awaitSynced(journal.newest());
            }
            assertTrue(journal.bytes() <= SMALL.bytes());
        }
    }

    @Test
    void whoWaitsForTheDiskIsToldWhenTheJournalEndsBefore() throws Exception {
        Journal journal = open(new ArrayList<>());
        append(journal, transaction(1, 10));
        FutureTask<Void> held = new FutureTask<>(() -> {
            journal.awaitSynced(new SourcePosition(3, 1));
            return null;
        });
        FutureTask<Void> ahead = new FutureTask<>(() -> {
            journal.awaitSynced(new SourcePosition(3, 2));
            return null;
        });
        new Thread(held).start();
        new Thread(ahead).start();
        journal.close();
        held.get();
        assertInstanceOf(
                CaptureFault.class,
                assertThrows(ExecutionException.class, ahead::get).getCause());
    }
}
