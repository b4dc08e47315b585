package dev.lagzero.bench.sink;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The same rows in the same order, as flat JSON that Kafka Connect's own converter reads with a schema that is in its
 * settings: nothing that a connector would have to read twice or skip.
 */
final class ConnectRecords {

    /** So many tasks can read the larger one of the topics. */
    static final int MANY = 4;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final FilledTopics topics;
    private final int partitions;

    private ConnectRecords(FilledTopics topics, int partitions) {
        this.topics = topics;
        this.partitions = partitions;
    }

    static String topic(int partitions) {
        return "item1-" + partitions;
    }

    static void write(FilledTopics topics, int partitions) throws Exception {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", topics.bootstrap());
        try (Admin admin = Admin.create(settings)) {
            admin.createTopics(List.of(new NewTopic(topic(partitions), partitions, (short) 1)))
                    .all()
                    .get();
        }
        settings.put("key.serializer", ByteArraySerializer.class);
        settings.put("value.serializer", ByteArraySerializer.class);
        settings.put("linger.ms", 20);
        settings.put("batch.size", 256 * 1024);
        settings.put("compression.type", "lz4");
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
            new ConnectRecords(topics, partitions).copy(producer);
        }
    }

    private void copy(KafkaProducer<byte[], byte[]> producer) throws IOException {
        TopicPartition changes = new TopicPartition(FilledTopics.changes(), 0);
        try (KafkaConsumer<byte[], byte[]> reader = TopicEnds.reader(topics.bootstrap())) {
            reader.assign(List.of(changes));
            long end = reader.endOffsets(List.of(changes)).get(changes);
            while (reader.position(changes) < end) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofSeconds(1))) {
                    for (ChangeEvent event : ChangeJson.decode(record.value()).each()) {
                        if (event instanceof ChangeEvent.RowChanged row) {
                            producer.send(record(row));
                        }
                    }
                }
            }
        }
    }

    private ProducerRecord<byte[], byte[]> record(ChangeEvent.RowChanged row) throws IOException {
        Image after = Objects.requireNonNull(row.after(), "the source deletes nothing");
        return new ProducerRecord<>(topic(partitions), partition(row.key()), flat(row.key()), flat(after));
    }

    /** Each partition has a run of keys, so that the last one of each tells how far it is. */
    private int partition(Image key) {
        long id = key.get("id") instanceof Value.Int whole ? whole.value() : 0;
        return topics.runs(partitions).of(id);
    }

    private static byte[] flat(Image image) throws IOException {
        ObjectNode node = JSON.createObjectNode();
        for (int i = 0; i < image.names().size(); i++) {
            String name = image.names().get(i);
            switch (image.values().get(i)) {
                case Value.Int whole -> node.put(name, whole.value());
                case Value.Real real -> node.put(name, real.value());
                case Value.Text text -> node.put(name, text.value());
                case Value.Null ignored -> node.putNull(name);
                case Value.Blob ignored -> throw new IllegalStateException(name + " holds a blob");
                case Value.RawText ignored -> throw new IllegalStateException(name + " holds no Unicode");
            }
        }
        return JSON.writeValueAsBytes(node);
    }
}
