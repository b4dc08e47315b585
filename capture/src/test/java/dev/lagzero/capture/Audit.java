package dev.lagzero.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.capture.torture.Belief;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.position.SourcePosition;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a changes topic as a consumer should, tells a {@link Belief} of it, and refuses what is not dense, and a position
 * that carries two contents.
 */
final class Audit implements AutoCloseable {

    private record Place(SourcePosition position, long ordinal) {}

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Belief belief;
    private final Map<Place, Long> contents = new HashMap<>();
    private final Set<SourcePosition> positions = new HashSet<>();
    private SourcePosition applied = SourcePosition.NONE;
    private long parts;

    Audit(Map<String, Object> kafka, String topic, Belief belief) {
        this.belief = belief;
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("max.partition.fetch.bytes", 4 << 20);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(new TopicPartition(topic, 0)));
        consumer.seekToBeginning(consumer.assignment());
    }

    /** Reads until a position is applied. */
    void readTo(SourcePosition wanted) throws IOException {
        long end = System.nanoTime() + Duration.ofMinutes(10).toNanos();
        while (wanted.isAfter(applied)) {
            if (System.nanoTime() > end) {
                throw new AssertionError(wanted + " did not come; applied " + applied);
            }
            for (ConsumerRecord<byte[], byte[]> read : consumer.poll(Duration.ofMillis(100))) {
                take(ChangeJson.decode(read.value()), read.value());
            }
        }
    }

    private void take(ChangeEvent event, byte[] content) throws IOException {
        SourcePosition position = event.position();
        switch (event) {
            case ChangeEvent.Claimed claim -> {
                if (claim.epoch() > applied.epoch()) {
                    applied = position;
                    parts = 0;
                    belief.claimed();
                }
            }
            case ChangeEvent.Part part -> {
                same(new Place(position, part.ordinal()), content);
                if (isNext(position) && part.ordinal() >= parts) {
                    assertEquals(parts, part.ordinal(), "dense ordinals at " + position);
                    parts += part.count();
                    for (ChangeEvent each : part.each()) {
                        belief.take(each);
                    }
                }
            }
            case ChangeEvent.Ended ignored -> {
                same(new Place(position, -1), content);
                if (isNext(position)) {
                    belief.take(event);
                    applied = position;
                    positions.add(position);
                    parts = 0;
                }
            }
        }
    }

    private void same(Place place, byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        Long before = contents.putIfAbsent(place, crc.getValue());
        assertEquals(before == null ? crc.getValue() : before, crc.getValue(), "two contents of " + place);
    }

    private boolean isNext(SourcePosition position) {
        boolean counts = position.epoch() == applied.epoch() && position.isAfter(applied);
        if (counts) {
            assertEquals(applied.next(), position, "dense positions");
        }
        return counts;
    }

    /** How many transactions were applied. */
    int positions() {
        return positions.size();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
