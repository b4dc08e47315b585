package dev.lagzero.bench.journal;

import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.figures.Latencies;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** Measures puts: each by itself in one thread, then how many a second one thread and eight threads make. */
final class Puts {

    private static final int KEYS = 10_000;
    private static final int THREADS = 8;
    private static final String FILLING = "x".repeat(90);

    private Puts() {}

    static void measure(String name, BiConsumer<String, String> put, int count, Measurements into)
            throws InterruptedException {
        Latencies latencies = new Latencies();
        SplittableRandom random = new SplittableRandom(count);
        for (int i = 0; i < count; i++) {
            String key = "key-" + random.nextInt(KEYS);
            String value = FILLING + random.nextInt();
            long before = System.nanoTime();
            put.accept(key, value);
            latencies.add(System.nanoTime() - before);
        }
        into.add(name, "p50 us", latencies.percentile(0.5));
        into.add(name, "p99 us", latencies.percentile(0.99));
        together(name, put, count, 1, into);
        together(name, put, count, THREADS, into);
    }

    private static void together(String name, BiConsumer<String, String> put, int count, int writers, Measurements into)
            throws InterruptedException {
        AtomicLong cpuNanos = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        long begun = System.nanoTime();
        for (int thread = 0; thread < writers; thread++) {
            SplittableRandom random = new SplittableRandom(thread);
            Thread writer = new Thread(() -> {
                for (int i = 0; i < count / writers; i++) {
                    put.accept("key-" + random.nextInt(KEYS), FILLING + random.nextInt());
                }
                cpuNanos.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
            });
            threads.add(writer);
            writer.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        String by = writers == 1 ? ", 1 thread" : ", " + writers + " threads";
        into.add(name, "puts/s" + by, count * 1e9 / (System.nanoTime() - begun));
        into.add(name, "writers' CPU us" + by, cpuNanos.get() / 1e3 / count);
    }
}
