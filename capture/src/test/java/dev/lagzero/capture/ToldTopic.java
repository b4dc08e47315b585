package dev.lagzero.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.capture.told.Told;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.position.SourcePosition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads one source out of a changes topic, from the beginning, and refuses whatever breaks a promise. */
final class ToldTopic implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String source;
    private final Told told;

    /** @param hearer told of what counts, as {@link Told} passes it on */
    ToldTopic(Map<String, Object> kafka, String topic, String source, Consumer<ChangeEvent> hearer) {
        this.source = source;
        this.told = new Told(hearer);
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("max.partition.fetch.bytes", 4 << 20);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads until a position is applied. */
    void readTo(SourcePosition wanted, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (wanted.isAfter(told.applied())) {
            if (System.nanoTime() > end) {
                throw new AssertionError(wanted + " did not come; applied " + told.applied());
            }
            for (ConsumerRecord<byte[], byte[]> read : consumer.poll(Duration.ofMillis(100))) {
                ChangeEvent event = ChangeJson.decode(read.value());
                if (event.source().equals(source)) {
                    told.take(event);
                    assertEquals(List.of(), told.faults());
                }
            }
        }
    }

    Told told() {
        return told;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
