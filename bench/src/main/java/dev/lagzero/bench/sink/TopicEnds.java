package dev.lagzero.bench.sink;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Readers of topics with one partition. */
final class TopicEnds {

    private TopicEnds() {}

    static KafkaConsumer<byte[], byte[]> reader(String bootstrap) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("key.deserializer", ByteArrayDeserializer.class);
        settings.put("value.deserializer", ByteArrayDeserializer.class);
        settings.put("allow.auto.create.topics", false);
        settings.put("auto.offset.reset", "earliest");
        return new KafkaConsumer<>(settings);
    }

    /** Records of the topic's only partition; 0 as long as there is no such topic. */
    static long of(String bootstrap, String topic) {
        try (KafkaConsumer<byte[], byte[]> reader = reader(bootstrap)) {
            if (!reader.listTopics().containsKey(topic)) {
                return 0;
            }
            TopicPartition partition = new TopicPartition(topic, 0);
            return reader.endOffsets(List.of(partition)).get(partition);
        }
    }
}
