package dev.lagzero.app.e2e;

import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.json.Stamp;
import dev.lagzero.schemas.position.SourcePosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a changes topic from end to end and holds it against its promises. */
final class TopicAudit {

    private final List<String> faults = new ArrayList<>();
    private final Map<Place, Integer> contents = new HashMap<>();
    private final Map<String, SourcePosition> lastEnded = new HashMap<>();
    private final Map<String, SourcePosition> newest = new HashMap<>();

    /** @param part the ordinal of a part, -1 for the end, -2 for a claim */
    private record Place(int source, int epoch, int sequence, int part) {}

    private TopicAudit() {}

    /** Positions of a source that occur twice with different contents, and sequences that are missing. */
    static List<String> faults(String bootstrap, String topic) {
        return of(bootstrap, topic).faults;
    }

    static TopicAudit of(String bootstrap, String topic) {
        TopicAudit audit = new TopicAudit();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    audit.take(record.value());
                }
            }
        }
        return audit;
    }

    List<String> faults() {
        return faults;
    }

    /** The last whole transaction of a source's highest epoch. */
    SourcePosition last(String source) {
        return newest.getOrDefault(source, SourcePosition.NONE);
    }

    private void take(byte[] content) {
        Stamp stamp = ChangeJson.stamp(content);
        SourcePosition position = stamp.position();
        String named = stamp.source() + " " + position + " " + stamp.kind() + " " + stamp.ordinal();
        CRC32C crc = new CRC32C();
        crc.update(content);
        int digest = (int) crc.getValue();
        Integer earlier = contents.putIfAbsent(place(stamp), digest);
        if (earlier != null && earlier != digest) {
            faults.add(named + " has two contents");
        }
        if (stamp.kind() == Stamp.Kind.END && earlier == null) {
            String epoch = stamp.source() + " " + position.epoch();
            SourcePosition last = lastEnded.getOrDefault(epoch, new SourcePosition(position.epoch(), 0));
            if (!position.equals(last.next())) {
                faults.add(named + " follows " + last);
            }
            lastEnded.put(epoch, position);
            newest.merge(stamp.source(), position, (one, other) -> one.isAfter(other) ? one : other);
        }
    }

    private static Place place(Stamp stamp) {
        int part =
                switch (stamp.kind()) {
                    case CLAIM -> -2;
                    case END -> -1;
                    case PART -> Math.toIntExact(stamp.ordinal());
                };
        return new Place(
                stamp.source().hashCode(),
                Math.toIntExact(stamp.position().epoch()),
                Math.toIntExact(stamp.position().sequence()),
                part);
    }
}
