package dev.lagzero.stream;

import static org.apache.kafka.streams.StreamsConfig.consumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.producerPrefix;

import dev.lagzero.schemas.topic.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** How the stream uses Kafka: at once when something is there, records up to the limit, and never much at a time. */
final class StreamSettings {

    private static final int MEBI = 1024 * 1024;

    /** Of a socket's buffer. What Kafka takes for it makes a large request many small trips through the selector. */
    private static final int AS_THE_SYSTEM_LIKES = -1;

    private StreamSettings() {}

    /** The user's settings win over the tuning, and lose against what correctness needs. */
    static Map<String, Object> of(StreamConfig config, String instance) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.exactlyOnce() ? 20 : 100);
        settings.put(StreamsConfig.POLL_MS_CONFIG, 10);
        settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 2_000);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
        // Kafka may be away for as long as it likes.
        settings.put(StreamsConfig.TASK_TIMEOUT_MS_CONFIG, Long.MAX_VALUE);
        consumer(settings);
        producer(settings);
        settings.putAll(config.kafka());
        settings.put(
                StreamsConfig.APPLICATION_ID_CONFIG,
                config.topics().application(config.projection().name()));
        settings.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDirectory().toString());
        settings.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                config.exactlyOnce() ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE);
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        // Who comes back under the same name takes the place of the one that was killed, at once.
        settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
        return settings;
    }

    private static void consumer(Map<String, Object> settings) {
        // A record above these bounds is still delivered, alone.
        settings.put(consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), 8 * MEBI);
        settings.put(consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 4 * MEBI);
        settings.put(consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 2_000);
        settings.put(consumerPrefix(ConsumerConfig.RECEIVE_BUFFER_CONFIG), AS_THE_SYSTEM_LIKES);
        settings.put(consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
        settings.put(consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1_500);
        settings.put(consumerPrefix(ConsumerConfig.METADATA_MAX_AGE_CONFIG), 30_000);
    }

    private static void producer(Map<String, Object> settings) {
        settings.put(producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
        settings.put(producerPrefix(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG), true);
        settings.put(producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        settings.put(producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        settings.put(producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), MEBI);
        // The next batch fills while this one is on its way: a request costs the broker more than what is in it.
        settings.put(producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
        settings.put(producerPrefix(ProducerConfig.SEND_BUFFER_CONFIG), AS_THE_SYSTEM_LIKES);
        settings.put(producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topics.MAX_RECORD_BYTES);
        // Room for one record of the largest size.
        settings.put(producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), Topics.MAX_RECORD_BYTES + 4L * MEBI);
    }
}
