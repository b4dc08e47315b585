package dev.lagzero.app.watch;

import dev.lagzero.control.lag.Sighting;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.json.HeadJson;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What captures say now, straight from the heads topic: it is known also while no sink hands it on. Ages run from when a
 * head was received here, so no two clocks are compared. Used by one thread.
 */
public final class HeadsTail implements AutoCloseable {

    /** Heads come four times a second: after so long the first of each source is there. */
    private static final Duration FIRST = Duration.ofMillis(700);

    private static final int PATIENCE_MILLIS = 3_000;

    private record Received(Head head, long atNanos) {}

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Received> newest = new HashMap<>();
    private boolean following;

    public HeadsTail(String topic, Map<String, Object> kafka) {
        this.topic = topic;
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, topic + "-status");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        var deserializer = new ByteArrayDeserializer();
        this.consumer = new KafkaConsumer<>(settings, deserializer, deserializer);
    }

    /** By source; nothing while Kafka does not answer. */
    public Map<String, Sighting> heads() {
        try {
            if (!following) {
                follow();
            }
            if (following) {
                note(Duration.ZERO);
            }
        } catch (KafkaException silent) {
            return Map.of();
        }
        long now = System.nanoTime();
        Map<String, Sighting> heads = new HashMap<>();
        newest.forEach((source, received) -> heads.put(
                source, new Sighting(received.head(), TimeUnit.NANOSECONDS.toMillis(now - received.atNanos()))));
        return heads;
    }

    private void follow() {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            return;
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        following = true;
        long until = System.nanoTime() + FIRST.toNanos();
        while (System.nanoTime() < until) {
            note(Duration.ofMillis(50));
        }
    }

    private void note(Duration longest) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(longest)) {
            Head head = HeadJson.decode(record.value());
            newest.merge(
                    head.source(),
                    new Received(head, System.nanoTime()),
                    (before, now) ->
                            now.head().head().epoch() < before.head().head().epoch() ? before : now);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
