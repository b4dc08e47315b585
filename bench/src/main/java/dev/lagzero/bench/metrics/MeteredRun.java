package dev.lagzero.bench.metrics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lagzero.app.config.ConfigFile;
import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.console.Console;
import dev.lagzero.app.data.DataDirectory;
import dev.lagzero.app.embedded.EmbeddedPostgres;
import dev.lagzero.app.metrics.Metrics;
import dev.lagzero.app.pipeline.Pipeline;
import dev.lagzero.app.pipeline.RealStages;
import dev.lagzero.app.pipeline.Servers;
import dev.lagzero.app.pipeline.StageKind;
import dev.lagzero.bench.Processes;
import dev.lagzero.control.lag.LagReport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A whole pipeline in this process, as a run makes it, with all metrics or with none. */
final class MeteredRun implements AutoCloseable {

    private static final long PATIENCE_NANOS = 300_000_000_000L;
    /** Starting to look is not looking. */
    private static final long SETTLE_MILLIS = 2_000;

    private final DataDirectory data;
    private final Servers servers;
    private final RealStages stages;
    private final Pipeline pipeline;
    private final Metrics metrics;
    private final Process writer;
    private final boolean metered;
    private final AtomicReference<@Nullable Onlookers> looking = new AtomicReference<>();

    /**
     * Where the pipelines of a process work.
     *
     * @param transactions how many are measured at once
     */
    record Place(Path folder, String kafka, String target, String password, int transactions) {
        @Override
        public String toString() {
            return "Place " + folder;
        }
    }

    private MeteredRun(Configuration config, Process writer, boolean metered) {
        this.metered = metered;
        this.writer = writer;
        Console silent =
                new Console(new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), false);
        metrics = metered ? new Metrics(config.pipeline()) : Metrics.none(config.pipeline());
        data = DataDirectory.open(
                config.data(), StageKind.ALL.stream().map(StageKind::word).toList());
        servers = Servers.start(config, StageKind.ALL, data, silent);
        stages = new RealStages(config, StageKind.ALL, data, servers, metrics);
        pipeline = Pipeline.start(stages, config.sources(), StageKind.ALL);
        metrics.lag(List.of(config.pipeline()), this::latest);
    }

    /** Returns when its target equals its source. */
    static MeteredRun open(Place place, String name, boolean metered)
            throws SQLException, IOException, InterruptedException {
        Path file = place.folder().resolve(name + ".db");
        BurstWriter.create(file);
        // A process of its own: this one must have nothing else open of what it captures.
        Process writer = Processes.start(
                BurstWriter.class, "128m", List.of(file.toString(), Integer.toString(place.transactions())));
        Processes.line(writer);
        MeteredRun run = new MeteredRun(config(place, name, file), writer, metered);
        run.awaitEqual();
        return run;
    }

    private static Configuration config(Place place, String name, Path file) {
        ObjectNode tree = ConfigFile.empty();
        tree.put("pipeline", name).put("http", 0);
        tree.put("data", place.folder().resolve(name).toString());
        tree.putArray("sources").addObject().put("url", "sqlite:" + file).put("name", name);
        tree.putObject("kafka").put("bootstrap", place.kafka());
        tree.putObject("target")
                .put("url", place.target())
                .put("user", EmbeddedPostgres.OWNER)
                .put("password", "${env:BENCH_PASSWORD}")
                .put("schema", name);
        return ConfigFile.bind(tree, Map.of("BENCH_PASSWORD", place.password()));
    }

    private LagReport latest() {
        Onlookers now = looking.get();
        return now == null ? new LagReport(List.of()) : now.latest();
    }

    /**
     * What it took.
     *
     * @param nanos from the first commit to when the target showed the last
     * @param cpuNanos of all cores, by this process: the broker is in it, the writer and Postgres are not
     */
    record Took(long nanos, long cpuNanos) {}

    /** Lets transactions be committed, one after the other, and waits until the target shows them. */
    Took measure() throws IOException, InterruptedException {
        if (!metered) {
            Thread.sleep(SETTLE_MILLIS);
            return timed();
        }
        try (Onlookers onlookers = Onlookers.start(pipeline, stages, metrics)) {
            looking.set(onlookers);
            Thread.sleep(SETTLE_MILLIS);
            Took took = timed();
            onlookers.check();
            return took;
        }
    }

    private Took timed() throws IOException, InterruptedException {
        long began = System.nanoTime();
        long cpu = processor();
        Processes.ask(writer);
        awaitEqual();
        return new Took(System.nanoTime() - began, processor() - cpu);
    }

    private static long processor() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private void awaitEqual() throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!pipeline.look().consistent()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(
                        String.join("\n", pipeline.look().lines()));
            }
            Thread.sleep(2);
        }
    }

    @Override
    public void close() throws IOException {
        for (AutoCloseable part : List.<AutoCloseable>of(pipeline, stages, servers, data, metrics)) {
            close(part);
        }
        try {
            Processes.end(writer);
        } catch (InterruptedException e) {
            writer.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
