package dev.lagzero.bench.sink;

import dev.lagzero.bench.Bench;
import dev.lagzero.bench.Folders;
import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.process.LagzeroProcess;
import dev.lagzero.bench.target.TargetDatabase;
import dev.lagzero.bench.target.TargetServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows that are in the topics already, into an empty database: first they are inserted, then all of them are changed.
 * Counted is from the first row that shows, so the start of a process is in no figure. Both must end with the same table.
 */
public final class SinkBench implements Bench {

    private static final DebeziumSink PEER = new DebeziumSink(1);

    private final long rows;

    public SinkBench(long rows) {
        this.rows = rows;
    }

    @Override
    public String name() {
        return "sink";
    }

    @Override
    public String about() {
        return "Rows out of a topic into Postgres: Lagzero, Debezium's JDBC sink";
    }

    @Override
    public String base() {
        return PEER.name();
    }

    @Override
    public int usualRounds() {
        return 3;
    }

    @Override
    public List<String> charted() {
        return List.of("inserts/s", "updates/s");
    }

    @Override
    public void run(Path folder, int rounds, Measurements into) throws Exception {
        LagzeroProcess.prepare(folder);
        List<Sink> sinks = new ArrayList<>();
        for (Sink sink : List.of(new LagzeroSink(), PEER, new DebeziumSink(ConnectRecords.MANY))) {
            if (sink.missing().isEmpty()) {
                sinks.add(sink);
            } else {
                System.err.println(sink.name() + " is skipped. Try " + sink.missing());
            }
        }
        try (TargetServer server = TargetServer.start(folder);
                TargetDatabase none = server.fresh();
                FilledTopics topics = FilledTopics.fill(folder, rows, none)) {
            String content = "";
            for (int round = 0; round < rounds; round++) {
                for (Sink sink : sinks) {
                    String written = measure(sink, topics, folder, server, into);
                    if (!content.isEmpty() && !content.equals(written)) {
                        throw new IllegalStateException(sink.name() + " wrote " + written + ", another one " + content);
                    }
                    content = written;
                }
            }
        }
    }

    private String measure(Sink sink, FilledTopics topics, Path folder, TargetServer server, Measurements into)
            throws Exception {
        Path room = Files.createDirectory(folder.resolve("room"));
        try (TargetDatabase target = server.fresh();
                Sink.Running running = sink.start(topics, room, target);
                Progress progress = new Progress(topics.runs(sink.partitions()), running, target.connect())) {
            progress.awaitFirst();
            long begun = System.nanoTime();
            long cpu = running.usage().cpuNanos();
            long before = progress.inserted();
            progress.awaitInserted();
            long between = System.nanoTime();
            long cpuBetween = running.usage().cpuNanos();
            long already = progress.updated();
            progress.awaitUpdated();
            long ended = System.nanoTime();
            into.add(sink.name(), "inserts/s", (rows - before) * 1e9 / (between - begun));
            into.add(sink.name(), "updates/s", (rows - already) * 1e9 / (ended - between));
            into.add(sink.name(), "CPU us an insert", (cpuBetween - cpu) / 1e3 / (rows - before));
            into.add(
                    sink.name(),
                    "CPU us an update",
                    (running.usage().cpuNanos() - cpuBetween) / 1e3 / (rows - already));
            into.add(sink.name(), "peak MB", running.usage().peakBytes() / 1e6);
            return progress.content();
        } finally {
            Folders.delete(room);
        }
    }
}
