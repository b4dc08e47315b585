package dev.lagzero.bench.http;

import dev.lagzero.bench.Bench;
import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.http.Batches.Form;
import java.nio.file.Path;
import java.util.List;

/**
 * Four clients send changes of about 120 octets to {@code lagzero run}, everything of which, Kafka and Postgres included,
 * shares two cores. An answer says that the changes are on disk.
 */
public final class HttpBench implements Bench {

    private static final String BASE = "1 change a request";

    private final List<Batches> alternatives = List.of(
            new Batches(BASE, Form.OBJECT, 1, 4_000),
            new Batches("500 changes a request", Form.OBJECT, 500, 100_000),
            new Batches("500 lines a request", Form.LINES, 500, 100_000),
            new Batches("5000 lines a request", Form.LINES, 5_000, 100_000));

    private final String cores;

    /** @param cores of the process that is measured, as {@code taskset -c} takes them; empty for all */
    public HttpBench(String cores) {
        this.cores = cores;
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public String about() {
        return "Changes over HTTP, answered and shown";
    }

    @Override
    public String base() {
        return BASE;
    }

    @Override
    public void run(Path folder, int rounds, Measurements into) throws Exception {
        try (ServedStore store = ServedStore.start(folder, cores)) {
            for (int round = -1; round < rounds; round++) {
                // The first round warms up.
                Measurements to = round < 0 ? new Measurements() : into;
                for (Batches batches : alternatives) {
                    long begun = System.nanoTime();
                    batches.send(store);
                    to.add(batches.name(), "changes/s answered", batches.changes() * 1e9 / (System.nanoTime() - begun));
                    store.awaitShown();
                    to.add(batches.name(), "changes/s shown", batches.changes() * 1e9 / (System.nanoTime() - begun));
                }
            }
        }
    }
}
