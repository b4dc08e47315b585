package dev.lagzero.stream.topics;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
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

    /** Somebody else may be faster. */
    void create(String topic, int partitions, Map<String, String> settings) throws InterruptedException {
        NewTopic wanted = new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(settings);
        try {
            await(admin.createTopics(Set.of(wanted)).all(), "making topic " + topic);
        } catch (TopicExistsException e) {
            await(admin.describeTopics(Set.of(topic)).allTopicNames(), "describing topic " + topic);
        }
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
