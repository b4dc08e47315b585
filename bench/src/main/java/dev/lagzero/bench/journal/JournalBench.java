package dev.lagzero.bench.journal;

import dev.lagzero.app.embedded.EmbeddedPostgres;
import dev.lagzero.bench.Bench;
import dev.lagzero.bench.CaptureProcess;
import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.Processes;
import dev.lagzero.capture.CaptureConfig;
import dev.lagzero.capture.Captures;
import dev.lagzero.capture.LogFlush;
import dev.lagzero.capture.StoreCapture;
import dev.lagzero.capture.follow.Limits;
import dev.lagzero.capture.memory.Seen;
import dev.lagzero.capture.memory.StoreConfig;
import dev.lagzero.capture.store.TextShape;
import dev.lagzero.schemas.topic.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Puts of about 120 octets into a map of 10,000 entries, by one thread and by eight; Kafka is another process. */
public final class JournalBench implements Bench {

    private static final int PUTS = 500_000;
    private static final int DUAL_PUTS = 8_000;
    private static final TextShape SHAPE = new TextShape("entries");

    @Override
    public String name() {
        return "journal";
    }

    @Override
    public String about() {
        return "Puts into a map: plain, journaled, and written to Postgres too";
    }

    @Override
    public String base() {
        return DualWrite.NAME;
    }

    @Override
    public void run(Path folder, int rounds, Measurements into) throws Exception {
        Process kafka = Processes.start(CaptureProcess.class, "1g", List.of(folder.toString()));
        String bootstrap = Processes.line(kafka);
        CaptureConfig config = new CaptureConfig(
                new Topics("journal"),
                folder.resolve("stores"),
                Map.of("bootstrap.servers", bootstrap),
                1,
                LogFlush.NONE,
                true,
                Limits.DEFAULT);
        Path postgres = Files.createDirectories(folder.resolve("pg"));
        try (Captures captures = Captures.open(config, 1);
                StoreCapture store = captures.store(StoreConfig.usual("store"), List.of(SHAPE), Seen.NOTHING);
                EmbeddedPostgres server =
                        EmbeddedPostgres.start(postgres.resolve("postgres"), postgres.resolve("postgres.log"));
                DualWrite dual = DualWrite.open(server, postgres.resolve("postgres"))) {
            Map<String, String> plain = new ConcurrentHashMap<>();
            Map<String, String> journaled = store.store().map(SHAPE);
            for (int round = -2; round < rounds; round++) {
                // The first rounds warm up.
                Measurements to = round < 0 ? new Measurements() : into;
                Puts.measure("ConcurrentHashMap", plain::put, PUTS, to);
                Puts.measure("journaled map", journaled::put, PUTS, to);
                store.store().acknowledged().get(2, TimeUnit.MINUTES);
                Puts.measure(DualWrite.NAME, dual, DUAL_PUTS, to);
            }
        }
        Processes.end(kafka);
    }
}
