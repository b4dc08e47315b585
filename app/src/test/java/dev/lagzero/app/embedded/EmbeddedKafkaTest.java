package dev.lagzero.app.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.topic.Topics;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

    private static final TopicPartition T0 = new TopicPartition("t", 0);

    @TempDir
    Path directory;

    @Test
    void recordsAreThereAfterARestartOnTheSamePort() throws Exception {
        String bootstrap;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            bootstrap = kafka.bootstrap();
            create(bootstrap);
            write(bootstrap, new byte[] {1});
            kafka.flush("t", 0);
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            assertEquals(bootstrap, kafka.bootstrap());
            assertEquals(List.of(1), sizes(bootstrap, 1));
            assertFalse(kafka.stopped().isDone());
        }
    }

    @Test
    void aRecordOfTheLargestSizeTravels() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            create(kafka.bootstrap());
            write(kafka.bootstrap(), new byte[Topics.MAX_CHANGE_BYTES]);
            assertEquals(List.of(Topics.MAX_CHANGE_BYTES), sizes(kafka.bootstrap(), 1));
        }
    }

    /** A second JVM, killed while it writes: every record that it saw acknowledged is there. */
    @Test
    void aKilledBrokerKeepsWhatItAcknowledged() throws Exception {
        for (int round = 0; round < 2; round++) {
            killAfterTheFirstRecords();
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            long acknowledged =
                    Files.readAllLines(directory.resolve("acknowledged")).size();
            assertTrue(acknowledged >= 200, "acknowledged " + acknowledged);
            assertTrue(sizes(kafka.bootstrap(), (int) acknowledged).size() >= acknowledged);
        }
    }

    private void killAfterTheFirstRecords() throws Exception {
        Path seen = directory.resolve("acknowledged");
        long before = Files.exists(seen) ? Files.readAllLines(seen).size() : 0;
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("writer.log").toFile())
                .start();
        while (!Files.exists(seen) || Files.readAllLines(seen).size() < before + 100) {
            assertTrue(process.isAlive(), () -> "the writer died; see " + directory.resolve("writer.log"));
            Thread.sleep(20);
        }
        process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
    }

    @Test
    void aDirectoryThatLostItsIdentityIsRefusedAndKept() throws Exception {
        EmbeddedKafka.start(directory).close();
        Files.delete(directory.resolve("log/meta.properties"));
        EmbeddedException refused = assertThrows(EmbeddedException.class, () -> EmbeddedKafka.start(directory));
        assertTrue(refused.getMessage().contains("meta.properties"));
        assertTrue(Files.exists(directory.resolve("log/__cluster_metadata-0")));
    }

    /** Writes records one by one and notes each acknowledgement in a file, until killed. */
    static final class Writer {
        public static void main(String[] args) throws Exception {
            Path directory = Path.of(args[0]);
            EmbeddedKafka kafka = EmbeddedKafka.start(directory);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
                if (!admin.listTopics().names().get().contains("t")) {
                    create(kafka.bootstrap());
                }
            }
            try (KafkaProducer<byte[], byte[]> producer = producer(kafka.bootstrap());
                    var acknowledged = Files.newBufferedWriter(
                            directory.resolve("acknowledged"),
                            java.nio.file.StandardOpenOption.CREATE,
                            java.nio.file.StandardOpenOption.APPEND)) {
                while (true) {
                    producer.send(new ProducerRecord<>("t", 0, null, new byte[100]))
                            .get();
                    acknowledged.write("x\n");
                    acknowledged.flush();
                }
            }
        }
    }

    private static void create(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(
                            List.of(new NewTopic("t", Optional.of(1), Optional.empty()).configs(Topics.logSettings())))
                    .all()
                    .get();
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrap) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "max.request.size",
                        Topics.MAX_RECORD_BYTES,
                        "buffer.memory",
                        2L * Topics.MAX_RECORD_BYTES),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static void write(String bootstrap, byte[] value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer(bootstrap)) {
            producer.send(new ProducerRecord<>("t", 0, null, value)).get();
        }
    }

    private static List<Integer> sizes(String bootstrap, int expected) {
        List<Integer> sizes = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(T0));
            consumer.seekToBeginning(List.of(T0));
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (sizes.size() < expected && System.nanoTime() < end) {
                for (ConsumerRecord<byte[], byte[]> read : consumer.poll(Duration.ofMillis(200))) {
                    sizes.add(read.value().length);
                }
            }
        }
        return sizes;
    }
}
