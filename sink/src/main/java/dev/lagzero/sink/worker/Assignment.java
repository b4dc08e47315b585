package dev.lagzero.sink.worker;

import dev.lagzero.sink.retry.Backoff;
import dev.lagzero.sink.target.TargetException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The partitions that the group has given to one consumer, each with its worker. A partition is paused, and its position
 * without meaning, whenever its worker is out of tenure.
 */
final class Assignment implements ConsumerRebalanceListener, AutoCloseable {

    /** A poll does not end when partitions are assigned; they wait this long to be taken over. */
    private static final Duration LONGEST_POLL = Duration.ofMillis(100);

    /** The group's offsets are for people and their tools, which need not see each batch. */
    private static final long COMMIT_NANOS = Duration.ofMillis(100).toNanos();

    private final Consumer<byte[], byte[]> consumer;
    private final TopicDirectory topics;
    private final WorkerConfig config;
    private final StateBoard board;
    private final Map<TopicPartition, PartitionWorker> workers = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> read = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
    private long committedAt = System.nanoTime();

    Assignment(Consumer<byte[], byte[]> consumer, TopicDirectory topics, WorkerConfig config, StateBoard board) {
        this.consumer = consumer;
        this.topics = topics;
        this.config = config;
        this.board = board;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            var backoff = new Backoff(new Random());
            workers.put(partition, new PartitionWorker(partition, config, board, backoff, Clock.systemUTC()));
            // Any position will do until the target says where to go on: without one, the consumer would ask the group.
            consumer.seek(partition, 0);
        }
        consumer.pause(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            PartitionWorker worker = workers.get(partition);
            if (worker != null) {
                worker.stop();
                note(partition, worker);
            }
        }
        letGo(partitions);
        commit();
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        due.keySet().removeAll(partitions);
        letGo(partitions);
    }

    private void letGo(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            PartitionWorker worker = workers.remove(partition);
            if (worker != null) {
                worker.close();
            }
            committed.remove(partition);
            read.remove(partition);
            board.remove(partition.partition());
        }
    }

    /** Takes over what is due, reads what is at hand, and applies it. */
    void turn() throws TargetException, InterruptedException {
        for (var entry : workers.entrySet()) {
            if (entry.getValue().untilTakeOver().filter(Duration::isZero).isPresent()) {
                orShow(entry.getKey(), () -> takeOver(entry.getKey(), entry.getValue()));
            }
        }
        try {
            apply(consumer.poll(untilNextTakeOver()));
        } catch (OffsetOutOfRangeException e) {
            for (TopicPartition partition : e.partitions()) {
                workers.get(partition).postpone("the log changed under the reader: " + e.getMessage());
                consumer.pause(Set.of(partition));
            }
        }
        for (var entry : workers.entrySet()) {
            orShow(entry.getKey(), () -> look(entry.getKey(), entry.getValue()));
        }
        if (System.nanoTime() - committedAt >= COMMIT_NANOS) {
            commit();
        }
    }

    private void look(TopicPartition partition, PartitionWorker worker) throws TargetException {
        if (worker.look()) {
            note(partition, worker);
        } else {
            consumer.pause(Set.of(partition));
        }
    }

    private void note(TopicPartition partition, PartitionWorker worker) {
        long offset = worker.appliedOffset();
        OffsetAndMetadata last = read.get(partition);
        if (offset >= 0 && last != null && !Long.valueOf(offset).equals(committed.put(partition, offset))) {
            due.put(partition, offset == last.offset() ? last : new OffsetAndMetadata(offset));
        }
    }

    private void commit() {
        if (!due.isEmpty()) {
            // The truth is in the target.
            consumer.commitAsync(Map.copyOf(due), null);
            due.clear();
            committedAt = System.nanoTime();
        }
    }

    private void takeOver(TopicPartition partition, PartitionWorker worker)
            throws TargetException, InterruptedException {
        try {
            OptionalLong start = worker.takeOver(extent(partition));
            if (start.isPresent()) {
                consumer.seek(partition, start.getAsLong());
                consumer.resume(Set.of(partition));
            }
        } catch (RetriableException e) {
            worker.postpone("Kafka does not answer: " + e.getMessage());
        }
    }

    private LogExtent extent(TopicPartition partition) throws InterruptedException {
        Set<TopicPartition> one = Set.of(partition);
        String topicId = topics.find(partition.topic())
                .orElseThrow(() -> new UnknownTopicOrPartitionException("there is no topic " + partition.topic()))
                .topicId()
                .toString();
        return new LogExtent(
                topicId,
                consumer.beginningOffsets(one).get(partition),
                consumer.endOffsets(one).get(partition));
    }

    private Duration untilNextTakeOver() {
        Duration shortest = LONGEST_POLL;
        for (PartitionWorker worker : workers.values()) {
            Duration left = worker.untilTakeOver().orElse(LONGEST_POLL);
            shortest = left.compareTo(shortest) < 0 ? left : shortest;
        }
        return shortest;
    }

    @FunctionalInterface
    private interface Deed {
        void go() throws TargetException, InterruptedException;
    }

    /** What nobody can get over ends the sink; the partition where it happened says why. */
    private void orShow(TopicPartition partition, Deed deed) throws TargetException, InterruptedException {
        try {
            deed.go();
        } catch (TargetException.Refused | SinkException e) {
            board.show(partition.partition(), new PartitionState.Stopped(e.getMessage()));
            throw e;
        }
    }

    private void apply(ConsumerRecords<byte[], byte[]> records) throws TargetException, InterruptedException {
        for (var next : records.nextOffsets().entrySet()) {
            TopicPartition partition = next.getKey();
            PartitionWorker worker = workers.get(partition);
            read.put(partition, next.getValue());
            orShow(
                    partition,
                    () -> worker.take(
                            records.records(partition), next.getValue().offset()));
        }
    }

    /** Gives up all tenures. */
    @Override
    public void close() throws KafkaException {
        onPartitionsRevoked(List.copyOf(workers.keySet()));
    }
}
