package dev.lagzero.bench.load;

import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.bulk.BulkSource;
import dev.lagzero.bench.process.LagzeroProcess;
import dev.lagzero.bench.target.TargetDatabase;
import java.nio.file.Path;
import java.util.List;

/** {@code lagzero run} with its broker beneath it, from the start of the process until it says that both sides are equal. */
public final class LagzeroLoader implements Loader {

    @Override
    public String name() {
        return "lagzero";
    }

    @Override
    public void prepare(BulkSource source, Path folder) throws Exception {
        LagzeroProcess.prepare(folder);
    }

    @Override
    public void load(BulkSource source, TargetDatabase target, Path folder, Measurements into) throws Exception {
        try (LagzeroProcess process = LagzeroProcess.run(
                folder, source.file(), List.of("--target", target.jdbcUrl()), target.environment())) {
            into.add(name(), "seconds", process.awaitLine("CONSISTENT"));
            into.add(name(), "CPU seconds", process.usage().cpuNanos() / 1e9);
            into.add(name(), "peak MB", process.usage().peakBytes() / 1e6);
        }
    }
}
