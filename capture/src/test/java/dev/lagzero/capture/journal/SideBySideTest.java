package dev.lagzero.capture.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads that append side by side. */
class SideBySideTest {

    private static final Layout LAYOUT = new Layout("t", List.of("thread", "number"), List.of("thread"));
    private static final JournalLimits SMALL = new JournalLimits(4 << 20, 4096);
    private static final int THREADS = 8;
    private static final int EACH = 1_000;

    @TempDir
    Path folder;

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @AfterEach
    void nobodyListens() {
        Moment.witness(moment -> {});
    }

    private Journal open(Path directory, List<Transaction> found) {
        Journal journal = Journal.open(directory, SMALL, found::add, failures::add);
        journal.begin(
                found.isEmpty() ? new SourcePosition(1, 0) : found.getLast().position());
        return journal;
    }

    private List<Transaction> found(Path directory) {
        List<Transaction> found = new ArrayList<>();
        open(directory, found).close();
        return found;
    }

    private static SourcePosition append(Journal journal, long thread, long number) {
        List<Value> row = List.of(Value.of(thread), Value.of(number));
        return journal.append(Transaction.Kind.WRITE, 0, List.of(new Change.Row(LAYOUT, null, row)));
    }

    private static FutureTask<SourcePosition> start(Journal journal, long thread, List<Thread> threads) {
        FutureTask<SourcePosition> task = new FutureTask<>(() -> append(journal, thread, 1));
        Thread made = new Thread(task, "writer-" + thread);
        threads.add(made);
        made.start();
        return task;
    }

    /** Returns when the threads have ended, or wait for somebody. */
    private static void awaitRest(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            while (thread.getState() != Thread.State.TERMINATED && thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.sleep(1);
            }
        }
    }

    /** What a process would find that starts after this one was killed now. */
    private List<Transaction> foundAfterAKillNow() throws IOException {
        Path copy = Files.createTempDirectory(folder, "copy");
        try (Stream<Path> files = Files.list(folder.resolve("journal"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return found(copy);
    }

    private static void positionsAre(long last, List<Transaction> found) {
        assertEquals(
                LongStream.rangeClosed(1, last)
                        .mapToObj(n -> new SourcePosition(1, n))
                        .toList(),
                found.stream().map(Transaction::position).toList());
    }

    @Test
    void nothingReturnsWhileAnEarlierPlaceIsNotFilled() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Journal journal = open(folder.resolve("journal"), new ArrayList<>())) {
            append(journal, 0, 1);
            stopFirst(taken, goOn, () -> {});
            List<Thread> threads = new ArrayList<>();
            List<FutureTask<SourcePosition>> tasks = new ArrayList<>();
            tasks.add(start(journal, 1, new ArrayList<>()));
            taken.await();
            for (int thread = 2; thread < 6; thread++) {
                tasks.add(start(journal, thread, threads));
            }
            awaitRest(threads);
            assertFalse(tasks.stream().anyMatch(FutureTask::isDone), "somebody did not wait");
            assertEquals(new SourcePosition(1, 1), journal.newest());
            assertEquals(
                    new SourcePosition(1, 1),
                    journal.after(SourcePosition.NONE).next(0).position());
            positionsAre(1, foundAfterAKillNow());
            goOn.countDown();
            for (FutureTask<SourcePosition> task : tasks) {
                assertTrue(task.get().sequence() <= journal.newest().sequence());
            }
            positionsAre(6, foundAfterAKillNow());
        }
        assertTrue(failures.isEmpty());
    }

    /** The first writer takes its place and stops there until it may go on. */
    private static void stopFirst(CountDownLatch taken, CountDownLatch goOn, Runnable then) {
        Moment.witness(moment -> {
            if (moment == Moment.RECORD_RESERVED
                    && Thread.currentThread().getName().equals("writer-1")) {
                taken.countDown();
                await(goOn);
                then.run();
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    @Test
    void aPlaceThatIsNeverFilledEndsTheJournalAndNothingBehindItComesBack() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Journal journal = open(folder.resolve("journal"), new ArrayList<>())) {
            append(journal, 0, 1);
            stopFirst(taken, goOn, () -> {
                throw new IllegalStateException("of the test's making");
            });
            List<Thread> threads = new ArrayList<>();
            FutureTask<SourcePosition> first = start(journal, 1, threads);
            taken.await();
            FutureTask<SourcePosition> second = start(journal, 2, threads);
            awaitRest(threads.subList(1, 2));
            goOn.countDown();
            assertThrows(Exception.class, first::get);
            Throwable refused = assertThrows(Exception.class, second::get).getCause();
            assertEquals(RefusedWrite.Reason.CLOSED, ((RefusedWrite) refused).reason());
            assertThrows(RefusedWrite.class, () -> append(journal, 3, 1));
            while (failures.isEmpty()) {
                Thread.sleep(1);
            }
        }
        nobodyListens();
        positionsAre(1, found(folder.resolve("journal")));
        try (Journal again = open(folder.resolve("journal"), new ArrayList<>())) {
            assertEquals(new SourcePosition(1, 2), append(again, 4, 1));
        }
        List<Transaction> found = found(folder.resolve("journal"));
        positionsAre(2, found);
        Change.Row row = (Change.Row) found.getLast().changes().getFirst();
        assertEquals(List.of(Value.of(4), Value.of(1)), row.after());
    }

    @Test
    void everyThreadsTransactionsAreThereInItsOrderForWhoeverReadsAlong() throws Exception {
        List<Transaction> told = new ArrayList<>();
        try (Journal journal = open(folder.resolve("journal"), new ArrayList<>())) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int own = i;
                Thread thread = new Thread(() -> {
                    for (int number = 0; number < EACH; number++) {
                        append(journal, own, number);
                    }
                });
                threads.add(thread);
                thread.start();
            }
            Journal.Cursor cursor = journal.after(SourcePosition.NONE);
            while (told.size() < THREADS * EACH) {
                Transaction next = cursor.next(1_000_000_000);
                if (next != null) {
                    told.add(next);
                }
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        positionsAre(THREADS * EACH, told);
        Map<Value, Value> last = new HashMap<>();
        for (Transaction transaction : told) {
            List<Value> row = ((Change.Row) transaction.changes().getFirst()).after();
            long before = last.containsKey(row.get(0)) ? ((Value.Int) last.get(row.get(0))).value() : -1;
            assertEquals(before + 1, ((Value.Int) row.get(1)).value(), "thread " + row.get(0));
            last.put(row.get(0), row.get(1));
        }
        assertEquals(told, found(folder.resolve("journal")));
    }
}
