package dev.lagzero.capture.publish;

import java.util.List;

/**
 * How far a log reached when it was asked.
 *
 * @param begins the first offset kept in each partition; above 0 when it was trimmed
 * @param ends the offset behind the last record of each partition
 */
public record Extent(List<Long> begins, List<Long> ends) {

    public Extent {
        begins = List.copyOf(begins);
        ends = List.copyOf(ends);
    }

    public int partitions() {
        return ends.size();
    }

    public long begin(int partition) {
        return begins.get(partition);
    }

    public long end(int partition) {
        return ends.get(partition);
    }
}
