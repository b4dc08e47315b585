package dev.lagzero.capture.publish;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** The changes topic in Kafka. */
public final class KafkaChangeLog implements ChangeLog {

    /** What may be on its way at once, in bytes, unless a single record is larger. */
    private static final long IN_FLIGHT = 16 << 20;

    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final String topic;
    private final String bootstrap;
    private final Map<String, Object> kafka;
    private final TopicDescription description;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Object room = new Object();
    private long inFlight;

    private KafkaChangeLog(Topics topics, Map<String, Object> kafka, TopicDescription description) {
        this.topic = topics.changes();
        this.bootstrap = KafkaSettings.bootstrap(kafka);
        this.kafka = kafka;
        this.description = description;
        this.consumer = new KafkaConsumer<>(KafkaSettings.consumer(kafka));
        this.producer = new KafkaProducer<>(KafkaSettings.producer(kafka));
    }

    /**
     * Connects; creates the pipeline's topics where they are missing.
     *
     * @throws CaptureFault when Kafka does not answer, or a topic would not keep what it is given
     */
    public static KafkaChangeLog open(Topics topics, Map<String, Object> kafka, int partitions)
            throws InterruptedException {
        try (LogTopics admin = new LogTopics(kafka)) {
            return new KafkaChangeLog(topics, kafka, admin.prepare(topics, partitions));
        }
    }

    @Override
    public String id() {
        return description.topicId().toString();
    }

    @Override
    public int partitions() {
        return description.partitions().size();
    }

    @Override
    public long begin(int partition) {
        TopicPartition at = new TopicPartition(topic, partition);
        return asked(() -> consumer.beginningOffsets(List.of(at)).get(at));
    }

    @Override
    public long end(int partition) {
        TopicPartition at = new TopicPartition(topic, partition);
        return asked(() -> consumer.endOffsets(List.of(at)).get(at));
    }

    private synchronized <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            checkTopic();
            throw silent(e);
        }
    }

    /** A topic that was deleted looks like a silent Kafka to its clients, which wait for it to come back. */
    private void checkTopic() {
        if (isGone()) {
            throw new CaptureFault(
                    "topic " + topic + " was deleted. Start the capture again: it makes the topic anew and"
                            + " sends a replacing snapshot.");
        }
    }

    private KafkaSilentException silent(@Nullable KafkaException cause) {
        return new KafkaSilentException(
                "Kafka at " + bootstrap + " does not answer for topic " + topic
                        + (cause == null ? "" : ": " + cause.getMessage()) + ". Check that it runs and can be reached.",
                cause);
    }

    private boolean isGone() {
        try (LogTopics admin = new LogTopics(kafka)) {
            return !admin.describe(topic)
                    .map(now -> now.topicId().equals(description.topicId()))
                    .orElse(false);
        } catch (KafkaSilentException silent) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public synchronized void read(int partition, long from, long to, Consumer<Entry> each) {
        if (from >= to) {
            return;
        }
        TopicPartition at = new TopicPartition(topic, partition);
        asked(() -> {
            consumer.assign(List.of(at));
            consumer.seek(at, from);
            long quietSince = System.nanoTime();
            while (consumer.position(at) < to) {
                var records = consumer.poll(Duration.ofMillis(500)).records(at);
                for (ConsumerRecord<byte[], byte[]> read : records) {
                    if (read.offset() < to) {
                        each.accept(new Entry(read.offset(), read.value()));
                    }
                }
                quietSince = records.isEmpty() ? quietSince : System.nanoTime();
                if (System.nanoTime() - quietSince > SILENCE.toNanos()) {
                    throw silent(null);
                }
            }
            consumer.assign(List.of());
            return to;
        });
    }

    @Override
    public void append(int partition, byte[] key, byte[] value, Acknowledgement then) throws InterruptedException {
        long size = (long) key.length + value.length;
        synchronized (room) {
            while (inFlight > 0 && inFlight + size > IN_FLIGHT) {
                room.wait();
            }
            inFlight += size;
        }
        try {
            producer.send(new ProducerRecord<>(topic, partition, key, value), (metadata, failure) -> {
                release(size);
                then.done(failure == null ? metadata.offset() : -1, failure);
            });
        } catch (InterruptException e) {
            Thread.interrupted();
            throw interrupted(e);
        } catch (KafkaException e) {
            throw new CaptureFault("topic " + topic + " does not take a record: " + e.getMessage(), e);
        }
    }

    private void release(long size) {
        synchronized (room) {
            inFlight -= size;
            room.notifyAll();
        }
    }

    @Override
    public void flush() throws InterruptedException {
        try {
            producer.flush();
        } catch (InterruptException e) {
            Thread.interrupted();
            throw interrupted(e);
        }
    }

    private static InterruptedException interrupted(InterruptException e) {
        InterruptedException interrupted = new InterruptedException(e.getMessage());
        interrupted.initCause(e);
        return interrupted;
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        synchronized (this) {
            consumer.close();
        }
    }
}
