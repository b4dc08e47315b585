package dev.lagzero.sink.heads;

import dev.lagzero.schemas.json.HeadJson;
import dev.lagzero.schemas.json.MalformedRecord;
import dev.lagzero.sink.target.TargetException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Follows the heads topic from its end and hands the newest head of each source on. It needs no group and no memory: a
 * head is a lease, an old one says nothing.
 */
public final class HeadsReader implements AutoCloseable {

    private static final Duration TURN = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 500;

    private final String topic;
    private final Consumer<byte[], byte[]> consumer;
    private final HeadStore store;
    private final NewestHeads newest = new NewestHeads();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "lagzero-heads");

    private HeadsReader(String topic, Map<String, Object> kafka, HeadStore store) {
        this.topic = topic;
        this.store = store;
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, topic + "-reader");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 1024 * 1024);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
        var deserializer = new ByteArrayDeserializer();
        this.consumer = new KafkaConsumer<>(settings, deserializer, deserializer);
    }

    /** Closes {@code store} when it ends. */
    public static HeadsReader start(String topic, Map<String, Object> kafka, HeadStore store) {
        HeadsReader reader = new HeadsReader(topic, kafka, store);
        reader.thread.start();
        return reader;
    }

    /** Why heads are not handed on at the moment. */
    public Optional<String> trouble() {
        return newest.trouble();
    }

    /** Completes when the reader ends: normally after {@link #close}, exceptionally with what it cannot get over. */
    public CompletableFuture<Void> stopped() {
        return stopped;
    }

    private void run() {
        try (consumer;
                store) {
            if (assignAll()) {
                follow();
            }
            stopped.complete(null);
        } catch (WakeupException e) {
            stopped.complete(null);
        } catch (InterruptException | InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped.completeExceptionally(e);
        } catch (TargetException | RuntimeException | Error e) {
            stopped.completeExceptionally(e);
        }
    }

    private boolean assignAll() throws InterruptedException {
        do {
            try {
                List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
                if (!partitions.isEmpty()) {
                    consumer.assign(partitions);
                    consumer.seekToEnd(partitions);
                    return true;
                }
                newest.trouble("topic " + topic + " does not exist yet: capture makes it when it starts");
            } catch (RetriableException e) {
                newest.trouble("Kafka does not answer: " + e.getMessage());
            }
        } while (!ending.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
        return false;
    }

    private void follow() throws TargetException {
        while (ending.getCount() > 0) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(TURN)) {
                try {
                    newest.add(HeadJson.decode(record.value()));
                } catch (MalformedRecord e) {
                    throw new MalformedRecord(
                            "offset " + record.offset() + " of " + topic + "-" + record.partition() + " is "
                                    + e.getMessage(),
                            e);
                }
            }
            newest.hand(store);
        }
    }

    @Override
    public void close() {
        ending.countDown();
        consumer.wakeup();
        try {
            if (!thread.join(PATIENCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
