package dev.lagzero.capture.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Writers of single entries, writers of transactions and those who freeze, side by side. */
class StoreSideBySideTest {

    private static final TextShape A = new TextShape("a");
    private static final TextShape B = new TextShape("b");
    private static final int EACH = 1_000;
    private static final int KEYS = 20;

    private final MemoryLedger ledger = new MemoryLedger();
    private final Store store = new Store(ledger);
    private final ConcurrentLinkedQueue<Frozen> frozen = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    StoreSideBySideTest() {
        store.declare(A);
        store.declare(B);
        ledger.slow = true;
    }

    private Thread start(Runnable work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                failures.add(e);
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void whatIsWrittenDownIsWhatShowsAtEveryPosition() throws InterruptedException {
        long seed = System.nanoTime();
        List<Thread> writers = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            SplittableRandom random = new SplittableRandom(seed + thread);
            writers.add(start(() -> single(random)));
        }
        writers.add(start(() -> pairs(new SplittableRandom(seed + 4))));
        Thread freezing = start(() -> freeze(writers));
        for (Thread writer : writers) {
            writer.join();
        }
        freezing.join();
        assertEquals(List.of(), List.copyOf(failures), "seed " + seed);
        // The ledger also fails on a change whose image before is not what came before it.
        assertEquals(ledger.texts("a"), Map.copyOf(store.map(A)), "seed " + seed);
        assertEquals(ledger.texts("b"), Map.copyOf(store.map(B)), "seed " + seed);
        for (Frozen copy : frozen) {
            MemoryLedger then = ledger.until(copy.position());
            assertEquals(then.texts("a"), texts(copy, 0), copy.position() + ", seed " + seed);
            assertEquals(then.texts("b"), texts(copy, 1), copy.position() + ", seed " + seed);
        }
    }

    private void single(SplittableRandom random) {
        JournaledMap<String, String> map = store.map(A);
        for (int i = 0; i < EACH; i++) {
            String key = "k" + random.nextInt(KEYS);
            String value = "v" + random.nextInt();
            switch (random.nextInt(4)) {
                case 0 -> map.remove(key);
                case 1 -> map.merge(key, value, (old, more) -> more);
                default -> map.put(key, value);
            }
        }
    }

    private void pairs(SplittableRandom random) {
        for (int i = 0; i < EACH / 10; i++) {
            String key = "k" + random.nextInt(KEYS);
            String value = "p" + i;
            store.atomically(() -> {
                store.map(A).put(key, value);
                store.map(B).put(key, value);
            });
        }
    }

    private void freeze(List<Thread> writers) {
        while (writers.stream().anyMatch(Thread::isAlive)) {
            frozen.add(store.freeze());
            SourcePosition ahead = store.newest().next().next().next();
            Optional<CompletableFuture<Frozen>> copy = store.frozenAt(ahead);
            copy.ifPresent(coming -> {
                coming.completeOnTimeout(store.freeze(), 1, TimeUnit.SECONDS);
                Frozen there = coming.join();
                frozen.add(there);
                store.thaw(ahead, coming);
            });
        }
    }

    private static Map<String, String> texts(Frozen copy, int table) {
        Map<String, String> texts = new HashMap<>();
        for (List<Value> row : copy.tables().get(table).rows()) {
            texts.put(((Value.Text) row.get(0)).value(), ((Value.Text) row.get(1)).value());
        }
        return texts;
    }
}
