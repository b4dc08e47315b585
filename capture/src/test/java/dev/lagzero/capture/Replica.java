package dev.lagzero.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.capture.told.Tables;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.value.Image;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The rows of a source, as its topic tells them. */
final class Replica implements AutoCloseable {

    private final Tables tables = new Tables();
    private final ToldTopic topic;
    private Runnable afterEach = () -> {};

    Replica(Map<String, Object> kafka, String topic, String source) {
        this.topic = new ToldTopic(kafka, topic, source, this::take);
    }

    private void take(ChangeEvent event) {
        tables.accept(event);
        assertEquals(List.of(), tables.faults());
        if (event instanceof ChangeEvent.Ended) {
            afterEach.run();
        }
    }

    /** Reads until a position is applied. */
    void readTo(SourcePosition wanted) {
        topic.readTo(wanted, Duration.ofSeconds(60));
    }

    /** Runs after every transaction. */
    void afterEach(Runnable check) {
        afterEach = check;
    }

    SourcePosition applied() {
        return topic.told().applied();
    }

    List<Long> claims() {
        return topic.told().claims();
    }

    Map<Image, Image> table(String name) {
        return tables.rows(name);
    }

    @Override
    public void close() {
        topic.close();
    }
}
