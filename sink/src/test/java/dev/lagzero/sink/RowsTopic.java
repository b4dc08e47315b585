package dev.lagzero.sink;

import dev.lagzero.schemas.avro.RowAvro;
import dev.lagzero.schemas.mapping.Projection;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.topic.Topics;
import dev.lagzero.sink.heads.InMemoryHeads;
import dev.lagzero.sink.target.Arrivals;
import dev.lagzero.sink.target.Target;
import dev.lagzero.sink.worker.Limits;
import dev.lagzero.testbed.TestBroker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A rows topic of one test, and sinks that read it. */
final class RowsTopic {

    static final Projection PROJECTION = new Projection("plain", "hash");

    private final TestBroker broker;
    private final Topics topics;

    RowsTopic(TestBroker broker, String pipeline) {
        this.broker = broker;
        this.topics = new Topics(pipeline);
    }

    Topics topics() {
        return topics;
    }

    String name() {
        return topics.rows("plain");
    }

    RowsTopic create(int partitions) throws ExecutionException, InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                broker.createTopic(name(), partitions, Topics.logSettings());
                return this;
            } catch (ExecutionException e) {
                // A topic of the same name may still be on its way out.
                if (attempt == 50) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    void delete() throws ExecutionException, InterruptedException {
        try (Admin admin = broker.admin()) {
            admin.deleteTopics(Set.of(name())).all().get();
        }
    }

    void trim(int partition, long offset) throws ExecutionException, InterruptedException {
        try (Admin admin = broker.admin()) {
            admin.deleteRecords(Map.of(new TopicPartition(name(), partition), RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
    }

    void write(int partition, List<RowEvent> events) {
        write(partition, events.stream().map(RowAvro::encode).toArray(byte[][]::new));
    }

    void write(int partition, byte[]... values) {
        try (var producer =
                new KafkaProducer<>(broker.clients(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (byte[] value : values) {
                producer.send(new ProducerRecord<>(name(), partition, null, value));
            }
        }
    }

    /** As an exactly-once stream would: once in vain, then again. */
    void writeInTransactions(int partition, List<RowEvent> events) {
        Map<String, Object> settings = broker.clients();
        settings.put("transactional.id", name());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            for (boolean commit : new boolean[] {false, true}) {
                producer.beginTransaction();
                events.forEach(
                        event -> producer.send(new ProducerRecord<>(name(), partition, null, RowAvro.encode(event))));
                if (commit) {
                    producer.commitTransaction();
                } else {
                    producer.abortTransaction();
                }
            }
        }
    }

    /** What Kafka's own tools would say of the sink's group; -1 when it has committed nothing yet. */
    long lag(int partition) {
        TopicPartition one = new TopicPartition(name(), partition);
        try (Admin admin = broker.admin()) {
            OffsetAndMetadata committed = admin.listConsumerGroupOffsets(topics.sinkGroup("plain"))
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(one);
            long end = admin.listOffsets(Map.of(one, OffsetSpec.latest()))
                    .partitionResult(one)
                    .get()
                    .offset();
            return committed == null ? -1 : end - committed.offset();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError("asking for the lag of " + one, e);
        }
    }

    Sink sink(Target target, InMemoryHeads heads, String instance, int threads) {
        return Sink.start(new SinkConfig(
                topics,
                PROJECTION,
                new HashMap<>(broker.clients()),
                target,
                heads,
                Arrivals.UNHEARD,
                instance,
                threads,
                Limits.DEFAULT));
    }

    Sink sink(Target target) {
        return sink(target, new InMemoryHeads(), "host", 4);
    }

    /** Waits for what must come sooner or later. */
    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain: " + what);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted while waiting: " + what, e);
            }
        }
    }
}
