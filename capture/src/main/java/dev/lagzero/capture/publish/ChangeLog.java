package dev.lagzero.capture.publish;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The changes topic: partitions of records, each at an offset above its predecessor's. Appends of one caller keep their
 * order. Thread-safe.
 */
public interface ChangeLog extends AutoCloseable {

    record Entry(long offset, byte[] value) {}

    /** Told, on a thread of the log's, that a record stands in the log at {@code offset}, or never will. */
    @FunctionalInterface
    interface Acknowledgement {
        void done(long offset, @Nullable Exception failure);
    }

    /** Another id under the same name is another log. */
    String id();

    int partitions();

    /** The first offset that is kept; above 0 when the log was trimmed. */
    long begin(int partition);

    /** The offset behind the last record. */
    long end(int partition);

    /** Shows all records from {@code from} (included) to {@code to} (excluded), in order. */
    void read(int partition, long from, long to, Consumer<Entry> each);

    /** May wait for room. */
    void append(int partition, byte[] key, byte[] value, Acknowledgement then) throws InterruptedException;

    /** Returns when everything that was appended has been acknowledged or has failed. */
    void flush() throws InterruptedException;

    @Override
    void close();
}
