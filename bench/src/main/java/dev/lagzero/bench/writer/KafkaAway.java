package dev.lagzero.bench.writer;

import dev.lagzero.bench.CaptureProcess;
import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Kafka dies without a word, and comes back after a time, or when much more is written than may wait for it. */
final class KafkaAway implements Scene {

    private final Circumstances circumstances;
    private final Path folder;
    private final WrittenDatabase database;
    private Process broker;
    private final Process capture;
    private final String kafka;
    private boolean away;
    private long since;
    private double logged;

    KafkaAway(Circumstances circumstances, Path folder, WrittenDatabase database) throws IOException {
        this.circumstances = circumstances;
        this.folder = folder;
        this.database = database;
        keepPort(folder.resolve("kafka"));
        broker = broker();
        kafka = Processes.line(broker);
        capture = Processes.start(
                CaptureProcess.class,
                "512m",
                List.of(
                        "--spool=" + circumstances.spool(),
                        "--kafka=" + kafka,
                        folder.toString(),
                        database.file().toString()));
        Processes.line(capture);
    }

    /** One that nobody looks for who starts a broker while this one is dead. */
    private static void keepPort(Path folder) throws IOException {
        Files.createDirectories(folder);
        int port = ThreadLocalRandom.current().nextInt(10_000, 15_000);
        Files.writeString(folder.resolve("port"), Integer.toString(port));
    }

    private Process broker() throws IOException {
        return Processes.start(CaptureProcess.class, "512m", List.of(folder.toString()));
    }

    @Override
    public List<List<Load>> groups() {
        return Load.ALL.stream().map(List::of).toList();
    }

    @Override
    public void begin() throws InterruptedException {
        if (!away) {
            broker.destroyForcibly().waitFor();
            away = true;
            since = System.nanoTime();
            logged = 0;
        }
    }

    @Override
    public void end(double more, Measurements into) throws Exception {
        logged += more;
        if (Boolean.parseBoolean(Processes.ask(capture, "head"))) {
            throw new IllegalStateException("the capture says that all is published, and Kafka is away");
        }
        if (isOver()) {
            into.add("captured", "s without Kafka", (System.nanoTime() - since) / 1e9);
            into.add("captured", "MB logged meanwhile", logged / (1 << 20));
            comeBack(into);
        }
    }

    private boolean isOver() {
        return switch (circumstances.during()) {
            case BACKLOG -> logged >= Circumstances.BACKLOG * circumstances.spool();
            case FOLLOWING, COPY, OUTAGE ->
                System.nanoTime() - since >= circumstances.outage().toNanos();
        };
    }

    private void comeBack(Measurements into) throws Exception {
        broker = broker();
        String address = Processes.line(broker);
        if (!address.equals(kafka)) {
            throw new IllegalStateException("Kafka was at " + kafka + " and came back at " + address);
        }
        long back = System.nanoTime();
        Processes.ask(capture);
        into.add("captured", "s until all published", (System.nanoTime() - back) / 1e9);
        Arrival.require(kafka, database);
        away = false;
    }

    @Override
    public void finish() throws Exception {
        if (away) {
            comeBack(new Measurements());
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        Processes.end(capture);
        Processes.end(broker);
    }
}
