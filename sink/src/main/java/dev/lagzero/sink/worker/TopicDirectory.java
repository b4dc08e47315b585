package dev.lagzero.sink.worker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks Kafka about topics. */
final class TopicDirectory implements AutoCloseable {

    private final Admin admin;

    TopicDirectory(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        this.admin = Admin.create(settings);
    }

    /**
     * The topic, if it exists.
     *
     * @throws KafkaException (a retriable one when Kafka cannot be reached)
     */
    Optional<TopicDescription> find(String topic) throws InterruptedException {
        try {
            return Optional.of(
                    admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic));
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case UnknownTopicOrPartitionException ignored -> Optional.empty();
                case KafkaException failure -> throw failure;
                default -> throw new KafkaException("asking Kafka about topic " + topic, e.getCause());
            };
        }
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ofSeconds(1));
    }
}
