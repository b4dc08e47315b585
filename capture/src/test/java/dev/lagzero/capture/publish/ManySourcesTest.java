package dev.lagzero.capture.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Many sources at the same log: each finds what is its own, and together they cost few trips. */
class ManySourcesTest {

    private static final int MANY = 300;

    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger flushes = new AtomicInteger();
    private final MemoryChangeLog log = new MemoryChangeLog("log", 3) {
        @Override
        public void read(int partition, long from, long to, Consumer<Entry> each) {
            reads.incrementAndGet();
            // As long as a trip to a broker takes.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            super.read(partition, from, to, each);
        }

        @Override
        public void flush() {
            flushes.incrementAndGet();
            super.flush();
        }
    };

    private void foreign(int partition, String source, long epoch) {
        ChangeEvent claim = new ChangeEvent.Claimed(source, epoch, "rival", "test", 1);
        log.append(partition, ChangeJson.key(claim), ChangeJson.encode(claim), (offset, failure) -> {});
    }

    private static <T> List<T> sideBySide(int count, java.util.function.IntFunction<Callable<T>> task)
            throws Exception {
        List<Future<T>> futures = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            for (int i = 0; i < count; i++) {
                futures.add(threads.submit(task.apply(i)));
            }
        }
        List<T> all = new ArrayList<>();
        for (Future<T> future : futures) {
            all.add(future.get());
        }
        return all;
    }

    @Test
    void eachSourceIsFoundWhereItIsAndClaimedOnceHoweverManyStart() throws Exception {
        for (int i = 0; i < MANY; i += 3) {
            foreign(i % 2, "s" + i, 1 + i);
        }
        Survey survey = new Survey(log);
        List<Partitions.Found> found = sideBySide(MANY, i -> () -> survey.find("s" + i, survey.extent()));
        for (int i = 0; i < MANY; i++) {
            assertEquals(i % 3 == 0 ? 1 + i : 0, found.get(i).tail().epoch());
            assertEquals(
                    i % 3 == 0 ? i % 2 : Partitions.byName("s" + i, 3),
                    found.get(i).partition());
        }
        Claims claims = new Claims(log, partition -> {});
        List<Claims.Claimed> claimed = sideBySide(
                MANY,
                i -> () -> claims.claim(new Claims.Wanted(
                        "s" + i,
                        found.get(i).partition(),
                        new Resume.Claim(found.get(i).tail().epoch() + 1, "new"),
                        "me" + i,
                        found.get(i).scanned())));
        for (int i = 0; i < MANY; i++) {
            assertEquals(found.get(i).tail().epoch() + 1, claimed.get(i).epoch());
        }
        assertTrue(reads.get() < MANY, reads + " reads of the log");
        assertTrue(flushes.get() < MANY, flushes + " flushes of the log");
    }

    @Test
    void aRivalOfOneSourceIsOutbidAndTheOthersDoNotNotice() throws Exception {
        Claims claims = new Claims(log, partition -> {});
        log.beforeNextAppend(() -> foreign(0, "s1", 9));
        List<Claims.Claimed> claimed = sideBySide(
                5, i -> () -> claims.claim(new Claims.Wanted("s" + i, 0, new Resume.Claim(1, "new"), "me" + i, 0)));
        for (int i = 0; i < 5; i++) {
            assertEquals(i == 1 ? 10 : 1, claimed.get(i).epoch(), "s" + i);
        }
    }

    @Test
    void aForeignClaimStopsItsSourceAndNoOther() {
        Fence fence = new Fence(log);
        Map<String, CaptureFault> stops = new ConcurrentHashMap<>();
        List<Fence.Guard> guards = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String source = "s" + i;
            Tail tail = new Tail("me", new SourcePosition(3, 0), 0, 0, false);
            guards.add(fence.guard(new Partitions.Found(0, tail, 0), source, stop -> stops.put(source, stop)));
        }
        foreign(0, "s2", 4);
        foreign(0, "s3", 3);
        fence.check();
        fence.check();
        assertEquals(List.of("s2"), List.copyOf(stops.keySet()));
        guards.get(4).close();
        foreign(0, "s4", 9);
        fence.check();
        fence.check();
        assertEquals(1, stops.size(), "what was given up is nobody's to guard");
    }

    @Test
    void aSourceThatJoinsLateIsGuardedFromItsOwnClaimOn() {
        Fence fence = new Fence(log);
        List<CaptureFault> stops = new ArrayList<>();
        Tail tail = new Tail("me", new SourcePosition(3, 0), 0, 0, false);
        fence.guard(new Partitions.Found(0, tail, 0), "early", stop -> stops.add(stop));
        foreign(0, "late", 4);
        foreign(0, "other", 1);
        fence.check();
        fence.check();
        assertEquals(0, stops.size());
        fence.guard(new Partitions.Found(0, tail, 0), "late", stop -> stops.add(stop));
        fence.check();
        assertEquals(1, stops.size(), "the claim stands where only the early one had looked");
    }
}
