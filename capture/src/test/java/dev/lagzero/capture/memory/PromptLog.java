package dev.lagzero.capture.memory;

import dev.lagzero.capture.publish.MemoryChangeLog;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.json.ChangeJson;
import java.util.ArrayList;
import java.util.List;

/** A changes topic in memory that acknowledges at once, until it is told to keep silent. */
final class PromptLog extends MemoryChangeLog {

    private final Object order = new Object();
    private volatile boolean silent;
    private volatile int left = Integer.MAX_VALUE;

    PromptLog() {
        super("topic", 2);
    }

    void silent(boolean now) {
        silent = now;
        if (!now) {
            flush();
        }
    }

    /** Acknowledgements come in order, whoever brings them about. */
    @Override
    public void flush() {
        synchronized (order) {
            super.flush();
        }
    }

    /** From then on it takes so many records, and keeps whoever appends more waiting for ever. */
    void takeOnly(int records) {
        left = records;
    }

    @Override
    public void append(int partition, byte[] key, byte[] value, Acknowledgement then) {
        if (left-- <= 0) {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        super.append(partition, key, value, then);
        if (!silent) {
            flush();
        }
    }

    List<ChangeEvent> events() {
        List<ChangeEvent> events = new ArrayList<>();
        for (int partition = 0; partition < partitions(); partition++) {
            read(partition, 0, end(partition), entry -> events.add(ChangeJson.decode(entry.value())));
        }
        return events;
    }
}
