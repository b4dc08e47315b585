package dev.lagzero.bench.sink;

import dev.lagzero.bench.CaptureProcess;
import dev.lagzero.bench.Processes;
import dev.lagzero.bench.bulk.BulkSource;
import dev.lagzero.bench.process.LagzeroProcess;
import dev.lagzero.bench.target.TargetDatabase;
import dev.lagzero.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the sinks read: so many inserts of rows and then as many updates, a hundred to a transaction, first as Lagzero's
 * rows, then as records of Kafka Connect. The broker runs until this is closed.
 */
final class FilledTopics implements AutoCloseable {

    private static final int TOGETHER = 100;
    private static final long FIRST = 2;
    /** A projection is called after its pipeline. */
    private static final String PIPELINE = "bench";

    private final Process broker;
    private final String bootstrap;
    private final BulkSource source;
    private final long rows;

    private FilledTopics(Process broker, BulkSource source, long rows) throws IOException {
        this.broker = broker;
        this.bootstrap = Processes.line(broker);
        this.source = source;
        this.rows = rows;
    }

    /** @param target any: the stream asks where it is, and writes nothing there */
    static FilledTopics fill(Path folder, long rows, TargetDatabase target) throws Exception {
        BulkSource source = new BulkSource(folder.resolve("bulk.db"), 1, 1);
        source.create();
        Path room = Files.createDirectories(folder.resolve("broker"));
        Process broker = Processes.start(
                CaptureProcess.class,
                "512m",
                List.of(room.toString(), source.file().toString()));
        FilledTopics topics = new FilledTopics(broker, source, rows);
        try {
            topics.fill(folder, target);
            return topics;
        } catch (Exception e) {
            topics.close();
            throw e;
        }
    }

    private void fill(Path folder, TargetDatabase target) throws Exception {
        source.insert(FIRST, FIRST + rows - 1, TOGETHER);
        Processes.ask(broker);
        source.update(FIRST, FIRST + rows - 1, TOGETHER);
        Processes.ask(broker);
        map(Files.createDirectories(folder.resolve("stream")), target);
        for (int partitions : List.of(1, ConnectRecords.MANY)) {
            ConnectRecords.write(this, partitions);
        }
    }

    String bootstrap() {
        return bootstrap;
    }

    static String changes() {
        return new Topics(PIPELINE).changes();
    }

    /** The keys that are inserted and then updated; the row before them was there from the beginning. */
    KeyRuns runs(int partitions) {
        return new KeyRuns(FIRST, rows, partitions);
    }

    /** Settings of a stage that reads or writes these topics. */
    Path settings(Path folder, TargetDatabase target) throws IOException {
        Path file = folder.resolve("lagzero.yaml");
        Files.writeString(
                file, """
                pipeline: %s
                data: "%s"
                http: 0
                kafka: {bootstrap: "%s"}
                target: {url: "%s"}
                sources: [{url: "sqlite:%s", name: s1}]
                """.formatted(PIPELINE, folder.resolve("data"), bootstrap, target.jdbcUrl(), source.file()));
        return file;
    }

    private void map(Path folder, TargetDatabase target) throws Exception {
        List<String> arguments =
                List.of("stream", "-c", settings(folder, target).toString());
        try (LagzeroProcess stream = LagzeroProcess.start(folder, arguments, target.environment())) {
            // One record of the rows topic for each of the changes topic.
            long wanted = TopicEnds.of(bootstrap, changes());
            while (TopicEnds.of(bootstrap, new Topics(PIPELINE).rows(PIPELINE)) < wanted) {
                if (!stream.isAlive()) {
                    throw new IllegalStateException("the stream ended before all changes were mapped");
                }
                Thread.sleep(100);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            Processes.end(broker);
        } catch (InterruptedException e) {
            broker.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
