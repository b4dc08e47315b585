package dev.lagzero.bench.growth;

import dev.lagzero.bench.Bench;
import dev.lagzero.bench.Folders;
import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.bulk.BulkSource;
import dev.lagzero.bench.process.LagzeroProcess;
import dev.lagzero.bench.target.TargetDatabase;
import dev.lagzero.bench.target.TargetServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** One table of 0.1, 1 and 10 million rows, in a process with its broker; Postgres runs beside it. */
public final class GrowthBench implements Bench {

    private static final List<Long> SIZES = List.of(100_000L, 1_000_000L, 10_000_000L);

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String about() {
        return "0.1, 1 and 10 million rows: time, and the most memory a process ever had";
    }

    @Override
    public String base() {
        return named(SIZES.get(1));
    }

    @Override
    public int usualRounds() {
        return 1;
    }

    private static String named(long rows) {
        return String.format(Locale.ROOT, "%.1f million rows", rows / 1e6);
    }

    @Override
    public void run(Path folder, int rounds, Measurements into) throws Exception {
        LagzeroProcess.prepare(folder);
        try (TargetServer server = TargetServer.start(folder)) {
            for (int round = 0; round < rounds; round++) {
                double secondsBefore = 0;
                long rowsBefore = 0;
                for (long rows : SIZES) {
                    Path room = Files.createDirectory(folder.resolve("room"));
                    BulkSource source = new BulkSource(room.resolve("bulk.db"), 1, rows);
                    source.create();
                    try (TargetDatabase target = server.fresh()) {
                        double seconds = measure(source, target, room, into);
                        into.add(named(rows), "us a row more", (seconds - secondsBefore) * 1e6 / (rows - rowsBefore));
                        secondsBefore = seconds;
                        rowsBefore = rows;
                    } finally {
                        Folders.delete(room);
                    }
                }
            }
        }
    }

    private static double measure(BulkSource source, TargetDatabase target, Path room, Measurements into)
            throws Exception {
        String name = named(source.rows());
        try (LagzeroProcess process =
                LagzeroProcess.run(room, source.file(), List.of("--target", target.jdbcUrl()), target.environment())) {
            double seconds = process.awaitLine("CONSISTENT");
            into.add(name, "seconds", seconds);
            into.add(name, "peak MB", process.usage().peakBytes() / 1e6);
            return seconds;
        }
    }
}
