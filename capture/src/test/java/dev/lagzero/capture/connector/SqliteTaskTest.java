package dev.lagzero.capture.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.file.Database;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.json.Stamp;
import dev.lagzero.testbed.TestBroker;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connector as a Connect worker runs it: strings in, records out, acknowledgements with metadata. */
class SqliteTaskTest {

    @TempDir
    Path folder;

    private Map<String, String> properties(TestBroker broker) {
        return Map.of(
                "source.name", "app",
                "source.file", folder.resolve("app.db").toString(),
                "data.dir", folder.resolve("data").toString(),
                "pipeline", "worker",
                "kafka.bootstrap.servers",
                        broker.clients().get("bootstrap.servers").toString());
    }

    @Test
    void aWorkerPublishesAndARestartedTaskGoesOn() throws Exception {
        TestBroker broker = TestBroker.shared();
        try (Database db = Database.open(folder.resolve("app.db"), "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT)")) {
            db.fill("t", 300, 50);
            assertEquals("1:1", run(broker, 3).position().toString());
            db.run("DELETE FROM t WHERE id <= 5");
            Stamp end = run(broker, 6);
            assertEquals("1:2", end.position().toString());
            assertEquals(5, end.parts());
        }
    }

    /** Runs a task until it handed out so many records; the last one ends a transaction. */
    private Stamp run(TestBroker broker, int records) throws Exception {
        SqliteConnector connector = new SqliteConnector();
        connector.start(properties(broker));
        SqliteTask task =
                (SqliteTask) connector.taskClass().getDeclaredConstructor().newInstance();
        task.start(connector.taskConfigs(3).getFirst());
        byte[] last = new byte[0];
        try (KafkaProducer<byte[], byte[]> worker =
                new KafkaProducer<>(broker.clients(), new ByteArraySerializer(), new ByteArraySerializer())) {
            int seen = 0;
            while (seen < records) {
                for (SourceRecord record : task.poll()) {
                    RecordMetadata metadata = worker.send(new ProducerRecord<>(
                                    record.topic(), record.kafkaPartition(), (byte[]) record.key(), (byte[])
                                            record.value()))
                            .get();
                    task.commitRecord(record, metadata);
                    last = (byte[]) record.value();
                    seen++;
                }
            }
            assertEquals(records, seen);
            assertTrue(task.poll().isEmpty());
        } finally {
            task.stop();
        }
        Stamp stamp = ChangeJson.stamp(last);
        assertEquals(Stamp.Kind.END, stamp.kind());
        return stamp;
    }

    @Test
    void everyKeyIsDocumentedAndTheImportantOnesAreRequired() {
        var keys = new SqliteConnector().config().configKeys();
        keys.values().forEach(key -> assertFalse(key.documentation.isBlank(), key.name));
        for (String required : new String[] {"source.name", "source.file", "data.dir"}) {
            Map<String, String> properties =
                    new HashMap<>(Map.of("source.name", "a", "source.file", "b", "data.dir", "c"));
            properties.remove(required);
            ConfigException missing = assertThrows(ConfigException.class, () -> new ConnectorSettings(properties));
            assertTrue(missing.getMessage().contains(required), missing.getMessage());
        }
    }
}
