package dev.lagzero.schemas.avro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.json.MalformedRecord;
import dev.lagzero.schemas.mapping.IdentityMapping;
import dev.lagzero.schemas.mapping.Normalizer;
import dev.lagzero.schemas.mapping.TargetNames;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.random.RandomEvents;
import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.row.Share;
import dev.lagzero.schemas.value.Image;
import java.io.IOException;
import java.util.List;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;

class RowAvroTest {

    private final Normalizer normalizer = new Normalizer(new IdentityMapping(TargetNames.FOLD));

    @Test
    void everyEventComesBackAsItWas() {
        long seed = System.nanoTime();
        RandomEvents random = new RandomEvents(seed);
        for (int i = 0; i < 20_000; i++) {
            RowEvent event = normalizer.normalize(random.event()).getFirst();
            assertEquals(event, RowAvro.decode(RowAvro.encode(event)), "seed " + seed);
        }
    }

    @Test
    void rowsOfEveryKindComeBackAndReadWithThePublishedSchema() throws IOException {
        long seed = System.nanoTime();
        RandomEvents random = new RandomEvents(seed);
        GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(RowAvro.schema());
        for (int i = 0; i < 2_000; i++) {
            Image image = random.image(List.of("a", "b", "c"));
            Image key = image.project(List.of("a"));
            Share share = i % 2 == 0 ? null : new Share("t", random.image(List.of("id")), i);
            List<Row> rows = new java.util.ArrayList<>(
                    List.of(new Row.Settle("t", key), new Row.Append("h", key, image), new Row.Erase("h", key)));
            for (Place place : List.of(Place.table("t"), Place.vertex("V"), Place.edge("E"))) {
                rows.add(new Row.Upsert(place, key, image, share));
                rows.add(new Row.Delete(place, key, share));
            }
            RowEvent event = new RowEvent.Rows("s", new SourcePosition(1, 2), i, false, rows);
            byte[] bytes = RowAvro.encode(event);
            assertEquals(event, RowAvro.decode(bytes), "seed " + seed);
            BinaryDecoder in = DecoderFactory.get().binaryDecoder(bytes, 1, bytes.length - 1, null);
            reader.read(null, in);
            assertTrue(in.isEnd(), "seed " + seed);
        }
    }

    @Test
    void anyAvroReaderReadsTheBytesWithThePublishedSchema() throws IOException {
        long seed = System.nanoTime();
        RandomEvents random = new RandomEvents(seed);
        GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(RowAvro.schema());
        for (int i = 0; i < 2_000; i++) {
            RowEvent event = normalizer.normalize(random.event()).getFirst();
            byte[] bytes = RowAvro.encode(event);
            BinaryDecoder in = DecoderFactory.get().binaryDecoder(bytes, 1, bytes.length - 1, null);
            GenericRecord read = reader.read(null, in);
            assertEquals(event.source(), read.get("source").toString(), "seed " + seed);
            assertEquals(event.position().sequence(), read.get("sequence"), "seed " + seed);
            assertTrue(in.isEnd(), "seed " + seed);
        }
    }

    @Test
    void whereARecordStandsIsReadWithoutItsRows() {
        long seed = System.nanoTime();
        RandomEvents random = new RandomEvents(seed);
        for (int i = 0; i < 2_000; i++) {
            RowEvent event = normalizer.normalize(random.event()).getFirst();
            RowAvro.Mark expected = new RowAvro.Mark(event.source(), event.position(), event instanceof RowEvent.Ended);
            assertEquals(expected, RowAvro.mark(RowAvro.encode(event)), "seed " + seed);
        }
    }

    @Test
    void foreignBytesAreRefused() {
        byte[] good = RowAvro.encode(new RowEvent.Ended("s", new SourcePosition(1, 2), false, 0, 0));
        byte[] longer = java.util.Arrays.copyOf(good, good.length + 1);
        byte[] shorter = java.util.Arrays.copyOf(good, good.length - 1);
        for (byte[] foreign : List.of(new byte[0], new byte[] {2, 0}, longer, shorter)) {
            assertThrows(MalformedRecord.class, () -> RowAvro.decode(foreign));
        }
        for (byte[] foreign : List.of(new byte[0], new byte[] {2, 0}, new byte[] {1, 4, 's'})) {
            assertThrows(MalformedRecord.class, () -> RowAvro.mark(foreign));
        }
    }
}
