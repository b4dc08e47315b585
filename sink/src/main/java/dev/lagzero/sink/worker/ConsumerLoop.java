package dev.lagzero.sink.worker;

import dev.lagzero.sink.retry.Backoff;
import dev.lagzero.sink.target.TargetException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread with one consumer in the sink's group, as long as the process wants it. */
final class ConsumerLoop {

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerLoop.class);
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final WorkerConfig config;
    private final int thread;
    private final TopicDirectory topics;
    private final StateBoard board;
    private final CountDownLatch ending = new CountDownLatch(1);

    /** Null between two consumers. */
    private volatile Consumer<byte[], byte[]> current;

    ConsumerLoop(WorkerConfig config, int thread, TopicDirectory topics, StateBoard board) {
        this.config = config;
        this.thread = thread;
        this.topics = topics;
        this.board = board;
    }

    /** Returns after {@link #end()}. */
    void run() throws TargetException, InterruptedException {
        Backoff backoff = new Backoff(new Random());
        while (ending.getCount() > 0) {
            try {
                consume();
            } catch (TargetException.Fenced fenced) {
                Duration pause = backoff.pause();
                LOG.warn(
                        "another worker has taken over; rejoining the group in {} ms: {}",
                        pause.toMillis(),
                        fenced.getMessage());
                ending.await(pause.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void consume() throws TargetException, InterruptedException {
        var deserializer = new ByteArrayDeserializer();
        Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(ConsumerSettings.of(config, thread), deserializer, deserializer);
        current = consumer;
        try (Member member = new Member(consumer);
                Assignment assignment = new Assignment(consumer, topics, config, board)) {
            member.consumer().subscribe(List.of(config.topic()), assignment);
            while (ending.getCount() > 0) {
                assignment.turn();
            }
        } catch (WakeupException e) {
            if (ending.getCount() > 0) {
                throw e;
            }
        } catch (FencedInstanceIdException e) {
            throw new SinkException(
                    "another process works as instance " + config.instance()
                            + " of group " + config.group() + ". Two processes use one data directory, or a copy of it:"
                            + " stop one, or give it a data directory of its own.",
                    e);
        } finally {
            current = null;
        }
    }

    /** Whoever is put out of the group cannot say goodbye to it: that must not hide why it was. */
    private record Member(Consumer<byte[], byte[]> consumer) implements AutoCloseable {
        @Override
        public void close() {
            consumer.close(
                    CloseOptions.timeout(GOODBYE).withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
        }
    }

    /** Makes {@link #run} return soon. */
    void end() {
        ending.countDown();
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }
}
