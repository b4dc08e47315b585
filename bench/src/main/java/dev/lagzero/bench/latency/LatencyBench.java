package dev.lagzero.bench.latency;

import dev.lagzero.bench.Bench;
import dev.lagzero.bench.CaptureProcess;
import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.Processes;
import dev.lagzero.bench.figures.Latencies;
import dev.lagzero.bench.process.Clock;
import dev.lagzero.bench.process.PacedWriter;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.topic.Topics;
import dev.lagzero.schemas.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** From when a commit was due, as the application wrote it into its row, to a consumer that reads the change. */
public final class LatencyBench implements Bench {

    private static final int SECONDS = 5;
    private static final List<Integer> RATES = List.of(100, 1_000);

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String about() {
        return "Due commit to the change that a Kafka consumer reads";
    }

    @Override
    public String base() {
        return "100 tx/s";
    }

    @Override
    public void run(Path folder, int rounds, Measurements into) throws Exception {
        Path database = folder.resolve("latency.db");
        PacedWriter.create(database);
        Path room = Files.createDirectories(folder.resolve("capture"));
        Process capture = Processes.start(CaptureProcess.class, "512m", List.of(room.toString(), database.toString()));
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(Processes.line(capture))) {
            TopicPartition changes = new TopicPartition(new Topics("bench").changes(), 0);
            consumer.assign(Set.of(changes));
            for (int round = 0; round < rounds; round++) {
                for (int rate : RATES) {
                    consumer.seekToEnd(Set.of(changes));
                    consumer.position(changes);
                    Latencies latencies = measure(database, rate, consumer);
                    String name = rate + " tx/s";
                    into.add(name, "seen p50 us", latencies.percentile(0.5));
                    into.add(name, "seen p99 us", latencies.percentile(0.99));
                    into.add(name, "seen p99.9 us", latencies.percentile(0.999));
                }
            }
        } finally {
            Processes.end(capture);
        }
    }

    private static Latencies measure(Path database, int rate, KafkaConsumer<byte[], byte[]> consumer)
            throws IOException, InterruptedException {
        int transactions = rate * SECONDS;
        Process writer = Processes.start(
                PacedWriter.class,
                "128m",
                List.of(database.toString(), Integer.toString(rate), Integer.toString(transactions)));
        Latencies latencies = new Latencies();
        int warm = transactions / 5;
        int seen = 0;
        while (seen < transactions) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                long now = Clock.micros();
                if (ChangeJson.decode(record.value()) instanceof ChangeEvent.RowChanged change
                        && change.after() != null
                        && change.after().get("at") instanceof Value.Int at) {
                    seen++;
                    if (seen > warm) {
                        latencies.add((now - at.value()) * 1000);
                    }
                }
            }
        }
        writer.waitFor();
        return latencies;
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrap) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("key.deserializer", ByteArrayDeserializer.class);
        settings.put("value.deserializer", ByteArrayDeserializer.class);
        return new KafkaConsumer<>(settings);
    }
}
