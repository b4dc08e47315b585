package dev.lagzero.stream.topics;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.GroupSubscribedToTopicException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes or checks the topics that a stream writes, and sees to it that the rows topic can be complete: when it is new, or
 * the changes topic is another one than before, everything is derived again.
 */
public final class TopicSetup {

    private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 200;

    private final KafkaAdmin kafka;
    private final TopicPlan plan;

    public TopicSetup(Admin admin, TopicPlan plan) {
        this.kafka = new KafkaAdmin(admin);
        this.plan = plan;
    }

    /**
     * @param knownChanges Kafka's id of the changes topic that was read before, if that is known
     * @return its id now
     * @throws TopicException when a topic is missing or not as it must be
     */
    public String prepare(Optional<String> knownChanges) throws InterruptedException {
        TopicDescription changes = changes();
        String topicId = changes.topicId().toString();
        if (knownChanges.filter(known -> !known.equals(topicId)).isPresent()) {
            forgetOffsets(changes);
        }
        for (String topic : plan.written()) {
            settle(topic, changes);
        }
        return topicId;
    }

    private TopicDescription changes() throws InterruptedException {
        Optional<TopicDescription> changes = Optional.empty();
        for (long deadline = System.nanoTime() + PATIENCE.toNanos();
                changes.isEmpty() && System.nanoTime() < deadline; ) {
            changes = kafka.find(plan.changes());
            if (changes.isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
        return changes.orElseThrow(() -> new TopicException("topic " + plan.changes() + " does not exist (looked for "
                + PATIENCE.toSeconds() + " s). Start capture first: it makes the topic."));
    }

    /** Brokers learn of a topic that is made or deleted later than whoever does it: what does not fit is looked at again. */
    private void settle(String topic, TopicDescription changes) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isSettled(topic, changes)) {
            if (System.nanoTime() > deadline) {
                throw new TopicException("topic " + topic + " is neither there nor can be made (tried for "
                        + PATIENCE.toSeconds() + " s). See the log of the brokers, and start again.");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private boolean isSettled(String topic, TopicDescription changes) throws InterruptedException {
        int partitions = changes.partitions().size();
        try {
            Optional<TopicDescription> found = kafka.find(topic);
            if (found.isPresent()) {
                check(found.get(), partitions);
            } else {
                if (topic.equals(plan.rows())) {
                    // Before the topic is made: a crash between the two must not leave one that lacks its beginning.
                    forgetOffsets(changes);
                }
                kafka.create(topic, partitions, plan.settings());
            }
            kafka.awaitHosted(topic, partitions);
            return true;
        } catch (UnknownTopicOrPartitionException | TopicExistsException e) {
            return false;
        }
    }

    private void forgetOffsets(TopicDescription changes) throws InterruptedException {
        var partitions = IntStream.range(0, changes.partitions().size())
                .mapToObj(number -> new TopicPartition(changes.name(), number))
                .collect(Collectors.toSet());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                kafka.forget(plan.group(), partitions);
                LOG.info("deriving all rows of topic {} from the beginning of {}", plan.rows(), changes.name());
                return;
            } catch (GroupSubscribedToTopicException | GroupNotEmptyException e) {
                // A process that was killed counts as a member until its session ends.
                if (System.nanoTime() > deadline) {
                    throw new TopicException(
                            "the rows of topic " + plan.rows() + " must be derived again from "
                                    + "the beginning, but other processes run group " + plan.group()
                                    + ". Stop them, and start this one first.",
                            e);
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
    }

    private void check(TopicDescription topic, int partitions) throws InterruptedException {
        int found = topic.partitions().size();
        if (found > partitions) {
            throw new TopicException("topic " + topic.name() + " has " + found + " partitions, but " + plan.changes()
                    + " has " + partitions + ". Delete " + topic.name()
                    + " and start again: it is derived from the changes topic.");
        }
        if (found < partitions) {
            kafka.grow(topic.name(), partitions);
        }
        Config settings = kafka.settings(topic.name());
        for (Map.Entry<String, String> wanted : new TreeMap<>(plan.settings()).entrySet()) {
            String value = settings.get(wanted.getKey()).value();
            if (!wanted.getValue().equals(value)) {
                throw new TopicException("topic " + topic.name() + " has " + wanted.getKey() + "=" + value
                        + ", but needs " + wanted.getKey() + "=" + wanted.getValue()
                        + ". Set it: kafka-configs.sh --bootstrap-server HOST:PORT --alter --topic " + topic.name()
                        + " --add-config " + wanted.getKey() + "=" + wanted.getValue());
            }
        }
    }
}
