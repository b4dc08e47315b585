package dev.lagzero.schemas.avro;

import dev.lagzero.schemas.json.MalformedRecord;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Records of a rows topic to bytes and back. The same event always gives the same bytes. */
public final class RowAvro {

    /** First byte of every record. */
    static final byte VERSION = 1;

    private static final int USUAL = 256;
    private static final int MANY = 96 << 10;

    private RowAvro() {}

    /** The schema that the bytes after the first follow. */
    public static Schema schema() {
        try (InputStream in = RowAvro.class.getResourceAsStream("rows.avsc")) {
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException("reading rows.avsc from the class path", e);
        }
    }

    public static byte[] encode(RowEvent event) {
        boolean many = event instanceof RowEvent.Rows rows && rows.count() > 1;
        Pieces bytes = new Pieces(many ? MANY : USUAL);
        bytes.write(VERSION);
        BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            RowWriter.write(out, event);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing Avro to memory", e);
        }
        return bytes.together();
    }

    /**
     * Where a record stands.
     *
     * @param ends whether the record is the last one of its transaction
     */
    public record Mark(String source, SourcePosition position, boolean ends) {}

    /**
     * Reads where a record stands and nothing else, which for a row of 30 MB is much cheaper than to decode it.
     *
     * @throws MalformedRecord when the bytes are not a record of ours
     */
    public static Mark mark(byte[] value) {
        check(value);
        BinaryDecoder in = DecoderFactory.get().binaryDecoder(value, 1, value.length - 1, null);
        try {
            String source = in.readString();
            SourcePosition position = new SourcePosition(in.readLong(), in.readLong());
            return new Mark(source, position, in.readIndex() == RowWriter.ENDED);
        } catch (IOException | RuntimeException e) {
            throw new MalformedRecord("not a row record: " + e.getMessage(), e);
        }
    }

    private static void check(byte[] value) {
        if (value.length == 0 || value[0] != VERSION) {
            throw new MalformedRecord("not a row record of format " + VERSION + ": "
                    + (value.length == 0 ? "it is empty" : "it begins with byte " + value[0])
                    + "; a newer Lagzero may have written it");
        }
    }

    /** @throws MalformedRecord when the bytes are not a record of ours */
    public static RowEvent decode(byte[] value) {
        check(value);
        Optional<RowEvent> packed = PackedRecord.of(value);
        if (packed.isPresent()) {
            return packed.get();
        }
        BinaryDecoder in = DecoderFactory.get().binaryDecoder(value, 1, value.length - 1, null);
        try {
            RowEvent event = RowReader.read(in);
            if (!in.isEnd()) {
                throw new MalformedRecord("a row record has bytes behind its end");
            }
            return event;
        } catch (IOException | RuntimeException e) {
            throw new MalformedRecord("not a row record: " + e.getMessage(), e);
        }
    }
}
