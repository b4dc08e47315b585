package dev.lagzero.app.e2e;

import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.json.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a changes topic from end to end and holds it against its promises. */
final class TopicAudit {

    private TopicAudit() {}

    /** Positions of a source that occur twice with different contents, and sequences that are missing. */
    static List<String> faults(String bootstrap, String topic) {
        List<String> faults = new ArrayList<>();
        Map<String, byte[]> contents = new HashMap<>();
        Map<String, Long> lastEnded = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records(bootstrap, topic)) {
            Stamp stamp = ChangeJson.stamp(record.value());
            String place = stamp.source() + " " + stamp.position() + " " + stamp.kind() + " " + stamp.ordinal();
            byte[] digest = digest(record.value());
            byte[] earlier = contents.putIfAbsent(place, digest);
            if (earlier != null && !java.util.Arrays.equals(earlier, digest)) {
                faults.add(place + " has two contents");
            }
            if (stamp.kind() == Stamp.Kind.END && earlier == null) {
                String epoch = stamp.source() + " " + stamp.position().epoch();
                long last = lastEnded.getOrDefault(epoch, 0L);
                if (stamp.position().sequence() != last + 1) {
                    faults.add(place + " follows sequence " + last);
                }
                lastEnded.put(epoch, stamp.position().sequence());
            }
        }
        return faults;
    }

    private static byte[] digest(byte[] value) {
        try {
            return java.security.MessageDigest.getInstance("SHA-256").digest(value);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Iterable<ConsumerRecord<byte[], byte[]>> records(String bootstrap, String topic) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
        }
        return all;
    }
}
