package dev.lagzero.capture;

import dev.lagzero.capture.memory.Seen;
import dev.lagzero.capture.memory.StoreConfig;
import dev.lagzero.capture.store.JournaledMap;
import dev.lagzero.capture.store.TextShape;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.topic.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store of this process. */
final class StoreUnderTest implements SourceUnderTest {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Path folder;
    private final Map<String, Object> kafka;
    private final Topics topics = new Topics("contract-store" + COUNT.incrementAndGet());
    private @Nullable StoreCapture running;

    StoreUnderTest(Path folder, Map<String, Object> kafka) {
        this.folder = folder.resolve(topics.pipeline());
        this.kafka = kafka;
    }

    @Override
    public Capture start() {
        Captures captures = Captures.open(Alone.config(topics, folder.resolve("store"), kafka), 1);
        running = captures.store(
                StoreConfig.usual("app"), List.of(new TextShape("notes"), new TextShape("tags")), Seen.NOTHING);
        return new Alone(captures, running);
    }

    @Override
    public void write(List<Put> puts) {
        StoreCapture open = Objects.requireNonNull(running);
        open.store()
                .atomically(() -> puts.forEach(put -> {
                    JournaledMap<String, String> map = open.store().map(new TextShape(put.table()));
                    if (put.value() == null) {
                        map.remove(put.key());
                    } else {
                        map.put(put.key(), put.value());
                    }
                }));
    }

    @Override
    public List<ChangeEvent> log() {
        return TopicReader.all(kafka, topics.changes());
    }

    /** What Kafka does not hold yet would be lost with the directory; that is not promised. */
    @Override
    public void forget() throws Exception {
        TopicReader.delete(folder.resolve("store"));
    }
}
