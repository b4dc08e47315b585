package dev.lagzero.stream;

import dev.lagzero.schemas.avro.RowAvro;
import dev.lagzero.schemas.avro.Together;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.json.MalformedRecord;
import dev.lagzero.schemas.mapping.Mapping;
import dev.lagzero.schemas.mapping.Normalizer;
import dev.lagzero.schemas.mapping.rule.Unsettled;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.topic.MappedAt;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** {@link Normalizer} between bytes and bytes. */
final class NormalizeProcessor extends ContextualProcessor<byte[], byte[], Placed, byte[]> {

    private final Mapping mapping;
    private final Normalizer normalizer;

    NormalizeProcessor(Mapping mapping) {
        this.mapping = mapping;
        this.normalizer = new Normalizer(mapping);
    }

    @Override
    public void process(Record<byte[], byte[]> change) {
        RecordMetadata place = context().recordMetadata().orElseThrow();
        Optional<byte[]> together = read(change, place, value -> Together.translate(value, mapping));
        if (together.isPresent()) {
            context().forward(placed(change, place).withValue(together.get()), NormalizeTopology.ROWS);
            return;
        }
        for (RowEvent event : read(change, place, value -> normalizer.normalize(ChangeJson.decode(value)))) {
            forward(event, change, place);
        }
    }

    private static Record<Placed, byte[]> placed(Record<byte[], byte[]> change, RecordMetadata place) {
        return change.withKey(new Placed(place.partition(), change.key()));
    }

    private void forward(RowEvent event, Record<byte[], byte[]> change, RecordMetadata place) {
        Record<Placed, byte[]> row = placed(change, place).withValue(RowAvro.encode(event));
        context().forward(event instanceof RowEvent.Ended ? stamped(row) : row, NormalizeTopology.ROWS);
        if (event instanceof RowEvent.Rows rows) {
            List<Row> rejects =
                    rows.rows().stream().filter(Row.Reject.class::isInstance).toList();
            if (!rejects.isEmpty()) {
                RowEvent copy =
                        new RowEvent.Rows(rows.source(), rows.position(), rows.ordinal(), rows.snapshot(), rejects);
                context().forward(row.withValue(RowAvro.encode(copy)), NormalizeTopology.REJECTS);
            }
        }
    }

    private static Record<Placed, byte[]> stamped(Record<Placed, byte[]> end) {
        byte[] now = MappedAt.encode(System.currentTimeMillis());
        return end.withHeaders(new RecordHeaders(end.headers()).add(MappedAt.HEADER, now));
    }

    private static <T> T read(Record<byte[], byte[]> change, RecordMetadata place, Function<byte[], T> reading) {
        try {
            if (change.value() == null) {
                throw new MalformedRecord("it has no value");
            }
            return reading.apply(change.value());
        } catch (Unsettled e) {
            throw new StreamException(e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new StreamException(
                    "the record at offset " + place.offset() + " of " + place.topic() + "-" + place.partition()
                            + " cannot be read: " + e.getMessage()
                            + ". Nothing is skipped; use the version that wrote it, or see who else writes to this topic.",
                    e);
        }
    }
}
