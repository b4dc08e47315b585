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
        boolean anew = kafka.find(plan.rows()).isEmpty();
        if (anew || knownChanges.filter(known -> !known.equals(topicId)).isPresent()) {
            // Before the topic is made: a crash between the two must not leave a topic that lacks its beginning.
            forgetOffsets(changes);
        }
        for (String topic : plan.written()) {
            Optional<TopicDescription> found = kafka.find(topic);
            if (found.isPresent()) {
                check(found.get(), changes.partitions().size());
            } else {
                kafka.create(topic, changes.partitions().size(), plan.settings());
            }
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
