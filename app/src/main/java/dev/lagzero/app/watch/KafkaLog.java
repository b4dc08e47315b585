package dev.lagzero.app.watch;

import dev.lagzero.control.lag.Underway;
import dev.lagzero.schemas.avro.RowAvro;
import dev.lagzero.schemas.mapping.Projection;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What stands at the ends of a pipeline's topics, by one consumer without a group. Used by one thread. */
public final class KafkaLog implements LogWatch.Log {

    private static final Duration TURN = Duration.ofMillis(200);
    /** A transactional producer ends with a marker that is no record. */
    private static final long BACK = 3;

    private final String changes;
    private final String rows;
    private final GroupOffsets stream;
    private final GroupOffsets sink;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, SourcePosition> mapped = new HashMap<>();
    private final Map<String, Integer> partitions = new HashMap<>();

    public KafkaLog(Topics topics, Projection projection, Map<String, Object> kafka) {
        this.changes = topics.changes();
        this.rows = topics.rows(projection.name());
        this.stream = new GroupOffsets(topics.application(projection.name()), kafka);
        this.sink = new GroupOffsets(topics.sinkGroup(projection.name()), kafka);
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, rows + "-watch");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 20);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 4);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
        var deserializer = new ByteArrayDeserializer();
        this.consumer = new KafkaConsumer<>(settings, deserializer, deserializer);
    }

    @Override
    public Map<String, Underway> look() {
        Map<TopicPartition, Long> rowEnds = consumer.endOffsets(partitions(rows));
        sample(rowEnds);
        Map<TopicPartition, Long> changeEnds = consumer.endOffsets(partitions(changes));
        Map<TopicPartition, Long> read = stream.committed();
        Map<TopicPartition, Long> applied = sink.committed();
        Map<String, Underway> found = new HashMap<>();
        partitions.forEach((source, partition) -> found.put(
                source,
                new Underway(
                        mapped.get(source),
                        left(changeEnds, read, new TopicPartition(changes, partition)),
                        left(rowEnds, applied, new TopicPartition(rows, partition)))));
        return found;
    }

    private List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private static OptionalLong left(
            Map<TopicPartition, Long> ends, Map<TopicPartition, Long> committed, TopicPartition partition) {
        Long end = ends.get(partition);
        Long from = committed.get(partition);
        return end == null || from == null ? OptionalLong.empty() : OptionalLong.of(Math.max(0, end - from));
    }

    /** The last records of each partition say how far the sources are that wrote them. */
    private void sample(Map<TopicPartition, Long> ends) {
        List<TopicPartition> filled = ends.entrySet().stream()
                .filter(end -> end.getValue() > 0)
                .map(Map.Entry::getKey)
                .toList();
        consumer.assign(filled);
        if (filled.isEmpty()) {
            // A consumer without a partition refuses to be asked.
            return;
        }
        filled.forEach(partition -> consumer.seek(partition, Math.max(0, ends.get(partition) - BACK)));
        long until = System.nanoTime() + TURN.toNanos();
        boolean missing = true;
        while (missing && System.nanoTime() < until) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(TURN)) {
                note(RowAvro.mark(record.value()), record.partition());
            }
            missing = filled.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition));
        }
        // What was fetched ahead may be a row of 30 MB, and would be kept until the next look.
        consumer.assign(List.of());
    }

    private void note(RowAvro.Mark mark, int partition) {
        SourcePosition at = mark.position();
        SourcePosition whole =
                mark.ends() || at.sequence() == 0 ? at : new SourcePosition(at.epoch(), at.sequence() - 1);
        mapped.merge(mark.source(), whole, (one, other) -> one.isAfter(other) ? one : other);
        partitions.put(mark.source(), partition);
    }

    @Override
    public void close() {
        consumer.close();
        stream.close();
        sink.close();
    }
}
