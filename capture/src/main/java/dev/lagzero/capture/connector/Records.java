package dev.lagzero.capture.connector;

import dev.lagzero.capture.session.Outgoing;
import dev.lagzero.capture.session.Outlet;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;

/** Records as Connect carries them; their offset says which part of which transaction they are. */
final class Records {

    private static final String SOURCE = "source";
    private static final String POSITION = "position";
    private static final String ORDINAL = "ordinal";
    private static final String KIND = "kind";

    private Records() {}

    static List<SourceRecord> of(Outlet.Batch batch, String topic) {
        Map<String, String> source = Map.of(SOURCE, batch.session().source());
        int partition = batch.session().partition();
        List<SourceRecord> records = new ArrayList<>(batch.records().size());
        for (Outgoing record : batch.records()) {
            records.add(of(source, topic, partition, record));
        }
        return records;
    }

    private static SourceRecord of(Map<String, String> source, String topic, int partition, Outgoing record) {
        return new SourceRecord(
                source,
                Map.of(
                        POSITION, record.position().toString(),
                        ORDINAL, record.ordinal(),
                        KIND, record.kind().name()),
                topic,
                partition,
                Schema.BYTES_SCHEMA,
                record.key(),
                Schema.BYTES_SCHEMA,
                record.value());
    }

    static String source(SourceRecord record) {
        return (String) record.sourcePartition().get(SOURCE);
    }

    static SourcePosition position(SourceRecord record) {
        return SourcePosition.parse((String) record.sourceOffset().get(POSITION));
    }

    static Outgoing.Kind kind(SourceRecord record) {
        return Outgoing.Kind.valueOf((String) record.sourceOffset().get(KIND));
    }
}
