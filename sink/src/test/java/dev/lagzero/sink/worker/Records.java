package dev.lagzero.sink.worker;

import dev.lagzero.schemas.avro.RowAvro;
import dev.lagzero.schemas.row.RowEvent;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A partition of the rows topic, from its beginning. */
final class Records {

    private Records() {}

    static List<ConsumerRecord<byte[], byte[]>> of(TopicPartition partition, List<RowEvent> events) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (RowEvent event : events) {
            records.add(new ConsumerRecord<>(
                    partition.topic(), partition.partition(), records.size(), null, RowAvro.encode(event)));
        }
        return records;
    }
}
