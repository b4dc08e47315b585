package dev.lagzero.capture.publish;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates a pipeline's topics, or makes sure that existing ones keep what they are given. */
final class LogTopics implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 20;

    private final Admin admin;
    private final String bootstrap;

    LogTopics(Map<String, Object> kafka) {
        this.bootstrap = KafkaSettings.bootstrap(kafka);
        try {
            this.admin = Admin.create(KafkaSettings.admin(kafka));
        } catch (KafkaException e) {
            throw unreachable(e);
        }
    }

    /** The changes topic as it is, after making sure that it is right. */
    TopicDescription prepare(Topics topics, int partitions) throws InterruptedException {
        ensure(topics.heads(), 1, Topics.headSettings());
        int found = ensure(topics.changes(), partitions, Topics.logSettings())
                .partitions()
                .size();
        check(topics.changes(), Topics.logSettings());
        if (found < partitions) {
            await(admin.createPartitions(Map.of(topics.changes(), NewPartitions.increaseTo(partitions)))
                    .all());
        }
        return shown(topics.changes(), partitions);
    }

    private TopicDescription ensure(String topic, int partitions, Map<String, String> settings)
            throws InterruptedException {
        Optional<TopicDescription> found = describe(topic);
        if (found.isPresent()) {
            return found.get();
        }
        NewTopic wanted = new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(settings);
        try {
            admin.createTopics(List.of(wanted)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw unreachable(e.getCause());
            }
        }
        return shown(topic, 1);
    }

    /** Brokers learn of a topic, and of more partitions, later than the controller that answered. */
    private TopicDescription shown(String topic, int partitions) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<TopicDescription> found = describe(topic);
            if (found.isPresent() && found.get().partitions().size() >= partitions) {
                return found.get();
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        throw new CaptureFault("Kafka at " + bootstrap + " does not show topic " + topic + " with " + partitions
                + " partitions, " + PATIENCE.toSeconds() + " s after it was made. Look at its log, and start again.");
    }

    Optional<TopicDescription> describe(String topic) throws InterruptedException {
        try {
            return Optional.of(
                    admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw unreachable(e.getCause());
        }
    }

    private void check(String topic, Map<String, String> wanted) throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var found = await(admin.describeConfigs(List.of(resource)).all()).get(resource);
        new TreeMap<>(wanted).forEach((name, value) -> {
            var entry = found.get(name);
            String actual = entry == null ? "nothing" : entry.value();
            if (!value.equals(actual)) {
                throw new CaptureFault(
                        "topic " + topic + " has " + name + "=" + actual + ", but needs " + name + "=" + value
                                + ": it is the only copy of the changes. Fix it with: kafka-configs.sh --bootstrap-server "
                                + bootstrap
                                + " --alter --topic " + topic + " --add-config " + name + "=" + value);
            }
        });
    }

    private <T> T await(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw unreachable(e.getCause());
        }
    }

    private CaptureFault unreachable(Throwable cause) {
        Throwable root = cause.getCause() == null ? cause : cause.getCause();
        String message = "Kafka at " + bootstrap + " does not answer as it should: " + cause.getMessage()
                + (root == cause ? "" : " (" + root.getMessage() + ")")
                + ". Check its address, that it runs, and the user's permissions.";
        return cause instanceof RetriableException
                ? new KafkaSilentException(message, cause)
                : new CaptureFault(message, cause);
    }

    @Override
    public void close() {
        admin.close();
    }
}
