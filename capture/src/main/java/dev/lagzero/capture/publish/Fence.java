package dev.lagzero.capture.publish;

import dev.lagzero.capture.fault.CaptureFault;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Notices other captures of our sources. What this process appended it knows by its acknowledgements; whatever else is in
 * a partition it reads, once for all sources that are there, and a higher claim means that its source must stop.
 * Consumers drop what is appended after that claim, so noticing late does no harm.
 */
public final class Fence {

    private final ChangeLog log;
    private final Map<Integer, FencedPartition> partitions = new ConcurrentHashMap<>();

    public Fence(ChangeLog log) {
        this.log = log;
    }

    /** One source of ours. */
    public interface Guard extends AutoCloseable {
        /** A record of ours stands in the source's partition at this offset. Called in the order of appending. */
        void own(long offset);

        /** It is ours no longer. */
        @Override
        void close();
    }

    /**
     * @param start the partition, our claim, and the offset up to which the log is known
     * @param stop told that another capture has claimed the source, or that the log has lost records; perhaps repeatedly
     */
    public synchronized Guard guard(Partitions.Found start, String source, Consumer<CaptureFault> stop) {
        FencedPartition partition = partitions.computeIfAbsent(
                start.partition(), number -> new FencedPartition(log, number, start.scanned()));
        partition.add(
                new FencedPartition.Ours(
                        source, start.tail().epoch(), start.tail().instance(), stop),
                start);
        return new Guard() {
            @Override
            public void own(long offset) {
                partition.own(offset);
            }

            @Override
            public void close() {
                leave(start.partition(), source);
            }
        };
    }

    private synchronized void leave(int number, String source) {
        FencedPartition partition = partitions.get(number);
        if (partition != null && partition.remove(source)) {
            partitions.remove(number);
        }
    }

    /**
     * Reads what others appended up to the call before this one: by then our own acknowledgements have told which
     * records need no reading. A log that cannot be looked at for the moment is left to the next call.
     */
    public void check() {
        partitions.values().forEach(FencedPartition::check);
    }
}
