package dev.lagzero.capture.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A changes topic in memory: acknowledges when flushed, as Kafka may. */
public class MemoryChangeLog implements ChangeLog {

    private final List<List<byte[]>> partitions = new ArrayList<>();
    private final List<Runnable> unacknowledged = new ArrayList<>();
    private final String id;
    private Runnable beforeAppend = () -> {};

    public MemoryChangeLog(String id, int count) {
        this.id = id;
        for (int i = 0; i < count; i++) {
            partitions.add(new ArrayList<>());
        }
    }

    /** Runs once, in front of the next append: what a rival does at the worst moment. */
    public synchronized void beforeNextAppend(Runnable action) {
        beforeAppend = action;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public int partitions() {
        return partitions.size();
    }

    @Override
    public long begin(int partition) {
        return 0;
    }

    @Override
    public synchronized long end(int partition) {
        return partitions.get(partition).size();
    }

    @Override
    public void read(int partition, long from, long to, Consumer<Entry> each) {
        for (long offset = from; offset < to; offset++) {
            byte[] value;
            synchronized (this) {
                value = partitions.get(partition).get((int) offset);
            }
            each.accept(new Entry(offset, value));
        }
    }

    @Override
    public synchronized void append(int partition, byte[] key, byte[] value, Acknowledgement then) {
        Runnable first = beforeAppend;
        beforeAppend = () -> {};
        first.run();
        List<byte[]> records = partitions.get(partition);
        records.add(value);
        long offset = records.size() - 1L;
        unacknowledged.add(() -> then.done(offset, null));
    }

    @Override
    public void flush() {
        List<Runnable> due;
        synchronized (this) {
            due = List.copyOf(unacknowledged);
            unacknowledged.clear();
        }
        due.forEach(Runnable::run);
    }

    @Override
    public void close() {
        flush();
    }
}
