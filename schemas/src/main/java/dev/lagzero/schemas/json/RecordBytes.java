package dev.lagzero.schemas.json;

/** The bytes of one record. */
final class RecordBytes {

    private static final ThreadLocal<RecordWriter> WRITER = ThreadLocal.withInitial(RecordWriter::new);

    private RecordBytes() {}

    /** What puts a record together. */
    @FunctionalInterface
    interface Writing {
        void to(RecordWriter out);
    }

    static byte[] of(Writing writing) {
        RecordWriter out = WRITER.get();
        out.json().begin();
        writing.to(out);
        return out.json().taken();
    }

    /** Writes twice, first only counting: so a record of 60 MB takes 60 MB. */
    static byte[] exactly(Writing writing) {
        RecordWriter out = WRITER.get();
        Counting count = new Counting();
        write(writing, out, count);
        Filling filling = new Filling(new byte[count.bytes]);
        write(writing, out, filling);
        return filling.bytes;
    }

    private static void write(Writing writing, RecordWriter out, JsonBytes.Sink sink) {
        out.json().begin(sink);
        writing.to(out);
        out.json().end();
    }

    private static final class Counting implements JsonBytes.Sink {
        private int bytes;

        @Override
        public void take(byte[] from, int length) {
            bytes = Math.addExact(bytes, length);
        }
    }

    private static final class Filling implements JsonBytes.Sink {
        private final byte[] bytes;
        private int at;

        private Filling(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void take(byte[] from, int length) {
            System.arraycopy(from, 0, bytes, at, length);
            at += length;
        }
    }
}
