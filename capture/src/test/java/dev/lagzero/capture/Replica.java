package dev.lagzero.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.value.Image;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a changes topic as a consumer should, and refuses whatever is not dense. */
final class Replica implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String source;
    private final List<ChangeEvent.Part> open = new ArrayList<>();
    private final Map<String, Map<Image, Image>> tables = new HashMap<>();
    private final List<Long> claims = new ArrayList<>();
    private SourcePosition applied = SourcePosition.NONE;
    private Runnable afterEach = () -> {};

    Replica(Map<String, Object> kafka, String topic, String source) {
        this.source = source;
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("max.partition.fetch.bytes", 4 << 20);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads until a position is applied. */
    void readTo(SourcePosition wanted) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (wanted.isAfter(applied)) {
            if (System.nanoTime() > end) {
                throw new AssertionError(wanted + " did not come; applied " + applied + ", open " + open.size());
            }
            for (ConsumerRecord<byte[], byte[]> read : consumer.poll(Duration.ofMillis(100))) {
                ChangeJson.decode(read.value()).each().forEach(this::take);
            }
        }
    }

    private void take(ChangeEvent event) {
        if (!event.source().equals(source)) {
            return;
        }
        SourcePosition position = event.position();
        switch (event) {
            case ChangeEvent.Claimed claim -> {
                if (claim.epoch() > applied.epoch()) {
                    claims.add(claim.epoch());
                    applied = position;
                    open.clear();
                }
            }
            case ChangeEvent.Part part -> {
                if (position.epoch() == applied.epoch() && position.isAfter(applied)) {
                    assertEquals(applied.next(), position, "dense positions");
                    if (part.ordinal() >= open.size()) {
                        assertEquals(open.size(), part.ordinal(), "dense ordinals at " + position);
                        open.add(part);
                    }
                }
            }
            case ChangeEvent.Ended end -> {
                if (position.epoch() == applied.epoch() && position.isAfter(applied)) {
                    assertEquals(applied.next(), position, "dense positions");
                    assertEquals(end.parts(), open.size(), "parts of " + position);
                    apply(end);
                }
            }
        }
    }

    private void apply(ChangeEvent.Ended end) {
        if (end.header().snapshot()) {
            tables.clear();
        }
        open.forEach(this::apply);
        open.clear();
        applied = end.position();
        afterEach.run();
    }

    /** Runs after every transaction. */
    void afterEach(Runnable check) {
        afterEach = check;
    }

    private void apply(ChangeEvent.Part part) {
        switch (part) {
            case ChangeEvent.RowChanged row -> {
                Map<Image, Image> rows = tables.get(row.table());
                assertEquals(row.before(), row.header().snapshot() ? null : rows.get(row.key()), "before image");
                if (row.after() == null) {
                    rows.remove(row.key());
                } else {
                    rows.put(row.key(), row.after());
                }
            }
            case ChangeEvent.TableDefined table -> {
                if (table.lineage() instanceof Lineage.Fresh) {
                    tables.put(table.table(), new HashMap<>());
                }
            }
            case ChangeEvent.TableDropped table -> tables.remove(table.table());
            case ChangeEvent.RowsRead rows -> throw new AssertionError("not told one by one " + rows);
            case ChangeEvent.RowOversize row -> throw new AssertionError("oversize " + row);
            case ChangeEvent.TableFailed table -> throw new AssertionError("failed " + table);
        }
    }

    SourcePosition applied() {
        return applied;
    }

    List<Long> claims() {
        return claims;
    }

    Map<Image, Image> table(String name) {
        return tables.getOrDefault(name, Map.of());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
