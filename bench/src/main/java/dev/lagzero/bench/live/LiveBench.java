package dev.lagzero.bench.live;

import dev.lagzero.bench.Bench;
import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.Processes;
import dev.lagzero.bench.figures.Latencies;
import dev.lagzero.bench.process.LagzeroProcess;
import dev.lagzero.bench.process.PacedWriter;
import dev.lagzero.bench.target.TargetDatabase;
import dev.lagzero.bench.target.TargetServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * From when a commit was due, as the application wrote it into its row, to a reader of Postgres that looks all the time.
 * A writer that falls behind its rate counts as late, and so does the time between two looks.
 */
public final class LiveBench implements Bench {

    private static final int SECONDS = 10;
    private static final List<Integer> RATES = List.of(100, 1_000, 5_000);

    @Override
    public String name() {
        return "live";
    }

    @Override
    public String about() {
        return "Due commit to visible row, by writers that do not wait";
    }

    @Override
    public String base() {
        return "100 tx/s";
    }

    @Override
    public List<String> charted() {
        return List.of("p50 ms", "p99 ms");
    }

    @Override
    public int usualRounds() {
        return 3;
    }

    @Override
    public void run(Path folder, int rounds, Measurements into) throws Exception {
        LagzeroProcess.prepare(folder);
        Path database = folder.resolve("live.db");
        PacedWriter.create(database);
        Path room = Files.createDirectories(folder.resolve("lagzero"));
        try (TargetServer server = TargetServer.start(folder);
                TargetDatabase target = server.fresh();
                LagzeroProcess lagzero = LagzeroProcess.run(
                        room, database, List.of("--target", target.jdbcUrl()), target.environment())) {
            lagzero.awaitLine("log ");
            try (Arrivals arrivals = Arrivals.of(target)) {
                // The first round only warms up: what runs for months is measured, not what was just started.
                for (int round = -1; round < rounds; round++) {
                    Measurements counted = round < 0 ? new Measurements() : into;
                    for (int rate : RATES) {
                        measure(rate, database, lagzero, arrivals, counted);
                    }
                }
            }
        }
    }

    private static void measure(int rate, Path database, LagzeroProcess lagzero, Arrivals arrivals, Measurements into)
            throws Exception {
        int transactions = rate * SECONDS;
        long cpu = lagzero.usage().cpuNanos();
        Process writer = Processes.start(
                PacedWriter.class,
                "128m",
                List.of(database.toString(), Integer.toString(rate), Integer.toString(transactions)));
        Latencies latencies = arrivals.await(transactions, transactions / 5);
        writer.waitFor();
        String name = rate + " tx/s";
        into.add(name, "p50 ms", latencies.percentile(0.5) / 1000);
        into.add(name, "p99 ms", latencies.percentile(0.99) / 1000);
        into.add(name, "p99.9 ms", latencies.percentile(0.999) / 1000);
        into.add(name, "CPU ms for 1000", (lagzero.usage().cpuNanos() - cpu) / 1e6 / transactions * 1000);
    }
}
