package dev.lagzero.sink.worker;

import static org.apache.kafka.clients.consumer.ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.AUTO_OFFSET_RESET_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.CLIENT_ID_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.FETCH_MAX_BYTES_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.GROUP_ID_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.GROUP_INSTANCE_ID_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.GROUP_PROTOCOL_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.ISOLATION_LEVEL_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.MAX_POLL_RECORDS_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.METADATA_MAX_AGE_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.RECEIVE_BUFFER_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;

/** How a worker reads Kafka: at once when something is there, and never much at a time. */
final class ConsumerSettings {

    private static final int MEBI = 1024 * 1024;

    private ConsumerSettings() {}

    /** The user's settings win over the tuning, and lose against what correctness needs. */
    static Map<String, Object> of(WorkerConfig config, int thread) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CLIENT_ID_CONFIG, config.group() + "-" + thread);
        // A record above these bounds is still delivered, alone.
        settings.put(FETCH_MAX_BYTES_CONFIG, 8 * MEBI);
        settings.put(MAX_PARTITION_FETCH_BYTES_CONFIG, 4 * MEBI);
        settings.put(MAX_POLL_RECORDS_CONFIG, 5_000);
        // As the system likes: 64 KB are a trip through the selector for each piece of a fetch.
        settings.put(RECEIVE_BUFFER_CONFIG, -1);
        // The shortest that brokers accept: how long a partition is orphaned when its process dies for good.
        settings.put(SESSION_TIMEOUT_MS_CONFIG, 6_000);
        settings.put(HEARTBEAT_INTERVAL_MS_CONFIG, 1_500);
        // One commit of a large transaction, with its indexes, is a single call.
        settings.put(
                MAX_POLL_INTERVAL_MS_CONFIG, Math.toIntExact(Duration.ofHours(6).toMillis()));
        settings.put(DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(METADATA_MAX_AGE_CONFIG, 30_000);
        settings.put(GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        settings.putAll(config.kafka());
        settings.put(GROUP_ID_CONFIG, config.group());
        if (!config.instance().isEmpty()) {
            settings.put(GROUP_INSTANCE_ID_CONFIG, config.instance() + "-" + thread);
        }
        settings.put(AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ISOLATION_LEVEL_CONFIG, "read_committed");
        return settings;
    }
}
