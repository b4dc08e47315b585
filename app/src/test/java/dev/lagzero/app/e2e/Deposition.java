package dev.lagzero.app.e2e;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** What the threads of a writing process say of themselves, in a mapped file that outlives it: three numbers each. */
final class Deposition {

    private static final int SIZE = 24;

    private final MappedByteBuffer file;

    private Deposition(MappedByteBuffer file) {
        this.file = file;
    }

    static Deposition open(Path path, int threads) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            return new Deposition(file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, (long) SIZE * threads));
        }
    }

    /** The deed that was begun last. */
    long begun(int thread) {
        return file.getLong(SIZE * thread);
    }

    /** The deed that has returned last: it is in the store for good. */
    long returned(int thread) {
        return file.getLong(SIZE * thread + 8);
    }

    /** The deed that Kafka is known to hold. */
    long acknowledged(int thread) {
        return file.getLong(SIZE * thread + 16);
    }

    void begin(int thread, long number) {
        file.putLong(SIZE * thread, number);
    }

    void returned(int thread, long number) {
        file.putLong(SIZE * thread + 8, number);
    }

    void acknowledged(int thread, long number) {
        file.putLong(SIZE * thread + 16, number);
    }

    /** What is in the store after all, where the process could not say so any more. */
    void settle(int thread, long number) {
        begin(thread, number);
        returned(thread, number);
    }

    long returned(int from, int threads) {
        long sum = 0;
        for (int thread = from; thread < threads; thread++) {
            sum += returned(thread);
        }
        return sum;
    }
}
