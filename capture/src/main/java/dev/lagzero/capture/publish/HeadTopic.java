package dev.lagzero.capture.publish;

import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.json.HeadJson;
import dev.lagzero.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The heads topic. A head that does not get through is not an error: readers then see the last one age beyond its lease,
 * which is the truth.
 */
public final class HeadTopic implements Consumer<Head>, AutoCloseable {

    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;

    public HeadTopic(Topics topics, Map<String, Object> kafka) {
        this.topic = topics.heads();
        this.producer = new KafkaProducer<>(KafkaSettings.heads(kafka));
    }

    @Override
    public void accept(Head head) {
        byte[] key = head.source().getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, key, HeadJson.encode(head)));
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
