package dev.lagzero.capture.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.schemas.topic.Topics;
import dev.lagzero.testbed.TestBroker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KafkaChangeLogTest extends ChangeLogContract {

    private static TestBroker broker;
    private static int pipelines;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = TestBroker.shared();
    }

    private static Topics nextTopics() {
        return new Topics("log-" + pipelines++);
    }

    @Override
    ChangeLog create() throws Exception {
        return KafkaChangeLog.open(nextTopics(), broker.clients(), 2);
    }

    @Test
    void anExistingTopicThatForgetsIsRefusedWithTheCommandThatFixesIt() throws Exception {
        Topics topics = nextTopics();
        Map<String, String> settings = new HashMap<>(Topics.logSettings());
        settings.put("cleanup.policy", "compact");
        broker.createTopic(topics.changes(), 1, settings);
        CaptureFault fault = assertThrows(CaptureFault.class, () -> KafkaChangeLog.open(topics, broker.clients(), 1));
        String message = fault.getMessage();
        assertTrue(message.contains("cleanup.policy=compact"), message);
        assertTrue(message.contains("--add-config cleanup.policy=delete"), message);
    }

    @Test
    void aTopicGetsThePartitionsItLacksAndKeepsItsId() throws Exception {
        Topics topics = nextTopics();
        String id;
        try (ChangeLog log = KafkaChangeLog.open(topics, broker.clients(), 1)) {
            assertEquals(1, log.partitions());
            id = log.id();
        }
        try (ChangeLog log = KafkaChangeLog.open(topics, broker.clients(), 3)) {
            assertEquals(3, log.partitions());
            assertEquals(id, log.id());
        }
        try (Admin admin = broker.admin()) {
            admin.deleteTopics(List.of(topics.changes())).all().get();
        }
        try (ChangeLog log = KafkaChangeLog.open(topics, broker.clients(), 1)) {
            assertNotEquals(id, log.id());
        }
    }

    @Test
    void aKafkaThatIsNotThereIsNamed() {
        Map<String, Object> nowhere =
                Map.of("bootstrap.servers", "127.0.0.1:1", "default.api.timeout.ms", 1000, "request.timeout.ms", 500);
        CaptureFault fault = assertThrows(CaptureFault.class, () -> KafkaChangeLog.open(nextTopics(), nowhere, 1));
        assertTrue(fault.getMessage().contains("Kafka at 127.0.0.1:1"), fault.getMessage());
    }
}
