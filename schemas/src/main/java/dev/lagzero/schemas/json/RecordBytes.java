package dev.lagzero.schemas.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lagzero.schemas.json.ChangeJson.Writing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** The bytes of one record. */
final class RecordBytes {

    private static final int USUAL = 1024;

    private RecordBytes() {}

    static byte[] of(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL);
        write(writing, bytes);
        return bytes.toByteArray();
    }

    /** Writes twice, first only counting: so a record of 60 MB takes 60 MB. */
    static byte[] exactly(Writing writing) {
        Counting count = new Counting();
        write(writing, count);
        Filling filling = new Filling(new byte[count.bytes]);
        write(writing, filling);
        return filling.bytes;
    }

    private static void write(Writing writing, OutputStream to) {
        try (JsonGenerator out = Json.FACTORY.createGenerator(to)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing JSON to memory", e);
        }
    }

    private static final class Counting extends OutputStream {
        private int bytes;

        @Override
        public void write(int b) {
            bytes = Math.addExact(bytes, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes = Math.addExact(bytes, length);
        }
    }

    private static final class Filling extends OutputStream {
        private final byte[] bytes;
        private int at;

        private Filling(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void write(int b) {
            bytes[at++] = (byte) b;
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            System.arraycopy(from, offset, bytes, at, length);
            at += length;
        }
    }
}
