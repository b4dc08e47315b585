package dev.lagzero.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.avro.RowAvro;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.topic.Topics;
import dev.lagzero.stream.topics.TopicException;
import dev.lagzero.testbed.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class NormalizeStreamTest {

    private static final int PARTITIONS = 3;

    @TempDir
    private static Path brokerDirectory;

    private static TestBroker broker;

    @TempDir
    private Path directory;

    private Topics topics;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = TestBroker.start(brokerDirectory);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void makeTopic(TestInfo test) throws Exception {
        topics = new Topics(test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT));
        broker.createTopic(topics.changes(), PARTITIONS, Topics.logSettings());
    }

    private NormalizeStream start(Path stateDirectory, boolean exactlyOnce) throws InterruptedException {
        return NormalizeStream.start(new StreamConfig(
                topics, Changes.PROJECTION, Changes.MAPPING, broker.clients(), stateDirectory, 1, exactlyOnce));
    }

    private NormalizeStream start() throws InterruptedException {
        return start(directory.resolve("stream"), false);
    }

    private void publish(int partition, List<ChangeEvent> events) {
        for (ChangeEvent event : events) {
            publish(partition, ChangeJson.encode(event));
        }
    }

    private void publish(int partition, byte[] value) {
        Map<String, Object> settings = broker.clients();
        settings.put("max.request.size", Topics.MAX_RECORD_BYTES);
        settings.put("buffer.memory", 2L * Topics.MAX_RECORD_BYTES);
        settings.put("compression.type", "lz4");
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topics.changes(), partition, null, value));
        }
    }

    /** Waits for as many records; {@code isolation} is Kafka's. */
    private List<ConsumerRecord<byte[], byte[]>> rows(int count, String isolation) {
        Map<String, Object> settings = broker.clients();
        settings.put("isolation.level", isolation);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = IntStream.range(0, PARTITIONS)
                    .mapToObj(number -> new TopicPartition(topics.rows("plain"), number))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (records.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    private List<ConsumerRecord<byte[], byte[]>> rows(int count) {
        List<ConsumerRecord<byte[], byte[]>> rows = rows(count, "read_uncommitted");
        assertEquals(count, rows.size());
        return rows;
    }

    @Test
    void eachPartitionGoesToTheSameNumber() throws InterruptedException {
        try (NormalizeStream stream = start()) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                publish(partition, Changes.transaction(2 + partition, "x", "y"));
            }
            for (var row : rows(3 * PARTITIONS)) {
                assertEquals(
                        row.partition() + 2,
                        RowAvro.decode(row.value()).position().sequence());
            }
            assertTrue(stream.isRunning());
        }
    }

    @Test
    void aRestartGoesOnAndDerivesNothingTwice() throws InterruptedException {
        try (NormalizeStream first = start()) {
            publish(0, Changes.transaction(2, "x"));
            rows(2);
            assertTrue(first.isRunning());
        }
        publish(0, Changes.transaction(3, "x"));
        try (NormalizeStream second = start()) {
            rows(4);
            publish(0, Changes.transaction(4, "x"));
            rows(6);
            assertTrue(second.isRunning());
        }
    }

    @Test
    void aRowsTopicThatIsGoneIsDerivedAgain() throws Exception {
        try (NormalizeStream first = start()) {
            publish(0, Changes.transaction(2, "x"));
            rows(2);
            assertTrue(first.isRunning());
        }
        delete(topics.rows("plain"));
        try (NormalizeStream second = start()) {
            assertEquals(
                    2, RowAvro.decode(rows(2).getFirst().value()).position().sequence());
            assertTrue(second.isRunning());
        }
    }

    @Test
    void anotherChangesTopicIsReadFromItsBeginning() throws Exception {
        try (NormalizeStream first = start()) {
            publish(0, Changes.transaction(2, "x", "y", "z"));
            rows(4);
            assertTrue(first.isRunning());
        }
        delete(topics.changes());
        makeChangesAgain();
        publish(0, Changes.transaction(3, "x", "y", "z", "a", "b"));
        try (NormalizeStream second = start()) {
            rows(10);
            assertTrue(second.isRunning());
        }
    }

    private void delete(String topic) throws Exception {
        try (Admin admin = broker.admin()) {
            admin.deleteTopics(Set.of(topic)).all().get();
        }
    }

    private void makeChangesAgain() throws Exception {
        for (int attempt = 0; ; attempt++) {
            try {
                broker.createTopic(topics.changes(), PARTITIONS, Topics.logSettings());
                return;
            } catch (ExecutionException e) {
                if (attempt == 50) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    @Test
    void theSuccessorOfAKilledProcessDoesNotWaitForItsSession() throws Exception {
        try (NormalizeStream killed = start(directory.resolve("a"), false)) {
            publish(0, Changes.transaction(2, "x"));
            rows(2);
            Files.createDirectories(directory.resolve("b"));
            Files.copy(directory.resolve("a/instance"), directory.resolve("b/instance"));
            try (NormalizeStream successor = start(directory.resolve("b"), false)) {
                ExecutionException end = assertThrows(
                        ExecutionException.class, () -> killed.stopped().get(30, TimeUnit.SECONDS));
                assertTrue(end.getCause().getMessage().startsWith("another process"), end::toString);
                publish(0, Changes.transaction(3, "x"));
                rows(4);
                assertTrue(successor.isRunning());
            }
        }
    }

    @Test
    void aRecordThatCannotBeReadEndsTheStream() throws InterruptedException {
        try (NormalizeStream stream = start()) {
            publish(1, new byte[] {1, 2, 3});
            ExecutionException e = assertThrows(
                    ExecutionException.class, () -> stream.stopped().get(30, TimeUnit.SECONDS));
            StreamException cause = assertInstanceOf(StreamException.class, e.getCause());
            assertTrue(cause.getMessage().contains("offset 0 of " + topics.changes() + "-1"), cause::getMessage);
        }
    }

    @Test
    void aTopicWithOtherSettingsIsRefused() throws Exception {
        Map<String, String> settings = new HashMap<>(Topics.logSettings());
        settings.put("retention.ms", "1000000");
        broker.createTopic(topics.rows("plain"), PARTITIONS, settings);
        TopicException e = assertThrows(TopicException.class, this::start);
        assertEquals(
                "topic " + topics.rows("plain") + " has retention.ms=1000000, but needs retention.ms=-1. Set it: "
                        + "kafka-configs.sh --bootstrap-server HOST:PORT --alter --topic " + topics.rows("plain")
                        + " --add-config retention.ms=-1",
                e.getMessage());
    }

    @Test
    void rowsGetThePartitionsThatChangesGot() throws Exception {
        broker.createTopic(topics.rows("plain"), 1, Topics.logSettings());
        try (NormalizeStream stream = start()) {
            publish(2, Changes.transaction(2, "x"));
            assertEquals(2, rows(2).getFirst().partition());
            assertTrue(stream.isRunning());
        }
    }

    @Test
    void aRecordOfThirtyMegabytesPasses() throws InterruptedException {
        try (NormalizeStream stream = start()) {
            publish(0, Changes.transaction(2, "x".repeat(30_000_000), "y"));
            assertEquals(3, rows(3).size());
            assertTrue(stream.isRunning());
        }
    }

    @Test
    void committedReadersSeeWhatAnExactlyOnceStreamWrites() throws InterruptedException {
        try (NormalizeStream stream = start(directory.resolve("stream"), true)) {
            publish(0, Changes.transaction(2, "x", "y"));
            assertEquals(3, rows(3, "read_committed").size());
            assertTrue(stream.isRunning());
        }
    }
}
