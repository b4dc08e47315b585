package dev.lagzero.sink.heads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.json.HeadJson;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.topic.Topics;
import dev.lagzero.sink.target.TargetException;
import dev.lagzero.testbed.TestBroker;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadsReaderTest {

    @TempDir
    private static Path directory;

    private static TestBroker broker;

    private final InMemoryHeads store = new InMemoryHeads();

    @BeforeAll
    static void startBroker() throws Exception {
        broker = TestBroker.start(directory);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private static Head head(long epoch, long sequence) {
        SourcePosition position = new SourcePosition(epoch, sequence);
        return new Head("app", position, position, true, "", "", "instance", 1_000);
    }

    private void write(String topic, byte[] value) {
        try (var producer =
                new KafkaProducer<>(broker.clients(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, value));
        }
    }

    /** Heads come again and again, as from a capture: the reader may begin to listen at any time. */
    private void awaitHead(String topic, Head head) throws InterruptedException {
        for (int time = 0; !store.head("app").equals(Optional.of(head)); time++) {
            assertTrue(time < 300, () -> "waited in vain for " + head + ", got " + store.head("app"));
            write(topic, HeadJson.encode(head));
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Test
    void theNewestHeadReachesTheStore() throws Exception {
        broker.createTopic("heads.newest", 2, Topics.headSettings());
        try (HeadsReader reader = HeadsReader.start("heads.newest", broker.clients(), store)) {
            awaitHead("heads.newest", head(1, 1));
            awaitHead("heads.newest", head(1, 2));
            assertEquals(Optional.empty(), reader.trouble());
        }
    }

    @Test
    void itWaitsForItsTopicAndSaysSo() throws Exception {
        try (HeadsReader reader = HeadsReader.start("heads.late", broker.clients(), store)) {
            for (int time = 0; reader.trouble().isEmpty(); time++) {
                assertTrue(time < 300, "it says nothing");
                TimeUnit.MILLISECONDS.sleep(50);
            }
            broker.createTopic("heads.late", 1, Topics.headSettings());
            awaitHead("heads.late", head(1, 1));
        }
    }

    @Test
    void aStoreThatWasAwayGetsTheNewestHeadLater() throws Exception {
        broker.createTopic("heads.away", 1, Topics.headSettings());
        store.failNext(new TargetException.Unavailable("no route", null));
        store.failNext(new TargetException.Blocked("no grant", null));
        try (HeadsReader reader = HeadsReader.start("heads.away", broker.clients(), store)) {
            awaitHead("heads.away", head(1, 1));
            assertTrue(!reader.stopped().isDone());
        }
    }

    @Test
    void aRefusalEndsTheReader() throws Exception {
        broker.createTopic("heads.refused", 1, Topics.headSettings());
        for (int time = 0; time < 50; time++) {
            store.failNext(new TargetException.Refused("another version"));
        }
        try (HeadsReader reader = HeadsReader.start("heads.refused", broker.clients(), store)) {
            for (int time = 0; !reader.stopped().isDone(); time++) {
                assertTrue(time < 300, "it goes on");
                write("heads.refused", HeadJson.encode(head(1, 1)));
                TimeUnit.MILLISECONDS.sleep(50);
            }
            assertThrows(ExecutionException.class, () -> reader.stopped().get());
        }
    }

    @Test
    void aCaptureThatLostItsSourceIsNotHeard() throws TargetException {
        NewestHeads newest = new NewestHeads();
        newest.add(head(2, 1));
        newest.add(head(1, 9));
        newest.hand(store);
        assertEquals(Optional.of(head(2, 1)), store.head("app"));
        newest.add(head(1, 10));
        newest.hand(store);
        assertEquals(1, store.saves());
    }
}
