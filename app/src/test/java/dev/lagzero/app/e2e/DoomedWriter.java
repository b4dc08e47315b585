package dev.lagzero.app.e2e;

import dev.lagzero.app.crash.CrashPoint;
import dev.lagzero.capture.CaptureConfig;
import dev.lagzero.capture.Captures;
import dev.lagzero.capture.LogFlush;
import dev.lagzero.capture.StoreCapture;
import dev.lagzero.capture.follow.Limits;
import dev.lagzero.capture.journal.JournalLimits;
import dev.lagzero.capture.journal.RefusedWrite;
import dev.lagzero.capture.memory.Durability;
import dev.lagzero.capture.memory.Seen;
import dev.lagzero.capture.memory.StoreConfig;
import dev.lagzero.capture.store.JournaledMap;
import dev.lagzero.capture.store.TextShape;
import dev.lagzero.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An application with two journaled maps and eight threads, as a process of its own. It holds what it finds rebuilt
 * against what its predecessor said, then does the rest of its deeds, and ends when Kafka has them. It is there to be killed.
 */
final class DoomedWriter {

    static final int THREADS = 8;
    static final String SOURCE = "store";
    static final int WRONG = 3;

    private static final int ACKNOWLEDGE_EVERY = 64;
    private static final TextShape ROWS = new TextShape("rows");
    private static final TextShape PAIRS = new TextShape("pairs");

    private final StoreCapture capture;
    private final Deposition said;
    private final Order order;

    /** @param pauseNanos between two deeds of a thread */
    private record Order(long seed, long deeds, long pauseNanos, boolean remembers) {}

    private DoomedWriter(StoreCapture capture, Deposition said, Order order) {
        this.capture = capture;
        this.said = said;
        this.order = order;
    }

    /** @param args bootstrap, data directory, deposition, seed, deeds of each thread, pause, whether the journal is there */
    public static void main(String[] args) throws Exception {
        Optional.ofNullable(System.getenv(CrashPoint.VARIABLE))
                .map(CrashPoint::parse)
                .ifPresent(CrashPoint::arm);
        CaptureConfig config = new CaptureConfig(
                new Topics("main"),
                Path.of(args[1]),
                Map.of("bootstrap.servers", args[0]),
                1,
                LogFlush.NONE,
                true,
                Limits.DEFAULT);
        StoreConfig store = new StoreConfig(SOURCE, new JournalLimits(8 << 20, 512 << 10), Durability.PROCESS, 2 << 20);
        Order order = new Order(
                Long.parseLong(args[3]),
                Long.parseLong(args[4]),
                Long.parseLong(args[5]),
                Boolean.parseBoolean(args[6]));
        List<String> faults;
        try (Captures captures = Captures.open(config, 1);
                StoreCapture capture = captures.store(store, List.of(ROWS, PAIRS), Seen.NOTHING)) {
            DoomedWriter writer = new DoomedWriter(capture, Deposition.open(Path.of(args[2]), THREADS), order);
            faults = writer.check();
            faults.forEach(System.out::println);
            if (faults.isEmpty()) {
                System.out.println("writing");
                writer.write();
                capture.store().acknowledged().get(2, TimeUnit.MINUTES);
            }
        }
        System.exit(faults.isEmpty() ? 0 : WRONG);
    }

    /** What was rebuilt is what was written: everything that had returned, and at most the one deed that was being done. */
    private List<String> check() throws IOException {
        List<String> faults = new ArrayList<>();
        Map<String, String> rows = new HashMap<>();
        Map<String, String> pairs = new HashMap<>();
        for (int thread = 0; thread < THREADS; thread++) {
            long told = Deeds.told(capture.store().map(ROWS), thread);
            long least = order.remembers() ? said.returned(thread) : said.acknowledged(thread);
            if (told < least || told > said.begun(thread)) {
                faults.add("thread " + thread + " is rebuilt with " + told + " deeds; at least " + least
                        + " and at most " + said.begun(thread) + " were done");
            }
            said.settle(thread, told);
            Deeds deeds = new Deeds(order.seed(), thread).after(told);
            rows.putAll(deeds.rows());
            pairs.putAll(deeds.pairs());
        }
        if (!rows.equals(capture.store().map(ROWS))
                || !pairs.equals(capture.store().map(PAIRS))) {
            faults.add("what is rebuilt is not what was written");
        }
        return faults;
    }

    private void write() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int own = i;
            Thread thread = new Thread(() -> write(own));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void write(int thread) {
        JournaledMap<String, String> rows = capture.store().map(ROWS);
        JournaledMap<String, String> pairs = capture.store().map(PAIRS);
        Deeds deeds = new Deeds(order.seed(), thread);
        Deeds.Ground ground = new Deeds.Ground() {
            @Override
            public void together(Runnable writes) {
                capture.store().atomically(writes);
            }

            @Override
            public Map<String, String> rows() {
                return rows;
            }

            @Override
            public Map<String, String> pairs() {
                return pairs;
            }
        };
        for (long number = said.returned(thread) + 1; number <= order.deeds(); number++) {
            said.begin(thread, number);
            perform(deeds, number, ground);
            said.returned(thread, number);
            if (number % ACKNOWLEDGE_EVERY == 0) {
                long told = number;
                capture.store().acknowledged().thenRun(() -> said.acknowledged(thread, told));
            }
            if (order.pauseNanos() > 0) {
                LockSupport.parkNanos(order.pauseNanos());
            }
        }
    }

    /** A full journal refuses: then it is tried again. */
    private static void perform(Deeds deeds, long number, Deeds.Ground ground) {
        boolean done = false;
        while (!done) {
            try {
                deeds.perform(number, ground);
                done = true;
            } catch (RefusedWrite refused) {
                if (refused.reason() != RefusedWrite.Reason.FULL) {
                    refused.printStackTrace(System.out);
                    Runtime.getRuntime().halt(WRONG);
                }
                LockSupport.parkNanos(1_000_000);
            }
        }
    }
}
