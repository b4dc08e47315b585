package dev.lagzero.stream.topics;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The few questions and orders that setting up topics takes. Failures of Kafka come as {@link KafkaException}. */
final class KafkaAdmin {

    private final Admin admin;

    KafkaAdmin(Admin admin) {
        this.admin = admin;
    }

    Optional<TopicDescription> find(String topic) throws InterruptedException {
        try {
            return Optional.of(await(
                    admin.describeTopics(Set.of(topic)).topicNameValues().get(topic), "describing topic " + topic));
        } catch (UnknownTopicOrPartitionException e) {
            return Optional.empty();
        }
    }

    Config settings(String topic) throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return await(
                admin.describeConfigs(Set.of(resource)).values().get(resource),
                "reading the settings of topic " + topic);
    }

    /** @throws TopicExistsException when it is there, even if brokers do not know it yet */
    void create(String topic, int partitions, Map<String, String> settings) throws InterruptedException {
        NewTopic wanted = new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(settings);
        await(admin.createTopics(Set.of(wanted)).all(), "making topic " + topic);
    }

    /**
     * Returns when the brokers take records of all these partitions. They are told of a new one a moment after it was
     * made: a producer's first batch would be refused then, its second one taken, and the first never again.
     *
     * @throws UnknownTopicOrPartitionException when there is no such topic
     */
    void awaitHosted(String topic, int partitions) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        await(admin.listOffsets(ends).all(), "waiting for the partitions of topic " + topic);
    }

    void grow(String topic, int partitions) throws InterruptedException {
        await(
                admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                        .all(),
                "adding partitions to topic " + topic);
    }

    /** The group begins again at the beginning of these partitions. */
    void forget(String group, Set<TopicPartition> partitions) throws InterruptedException {
        try {
            await(admin.deleteConsumerGroupOffsets(group, partitions).all(), "deleting the offsets of group " + group);
        } catch (GroupIdNotFoundException e) {
            // It has never read anything: that is what was wanted.
            return;
        }
    }

    private static <T> T await(KafkaFuture<T> answer, String doing) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case KafkaException failure -> failure;
                default -> new KafkaException(doing, e.getCause());
            };
        }
    }
}
