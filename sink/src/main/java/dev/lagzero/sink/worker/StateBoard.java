package dev.lagzero.sink.worker;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The states of the partitions that this process holds, for those who ask. Workers write, anybody reads. */
final class StateBoard {

    private final Map<Integer, PartitionState> states = new ConcurrentSkipListMap<>();

    void show(int partition, PartitionState state) {
        states.put(partition, state);
    }

    /** What stopped a partition stays to be read. */
    void remove(int partition) {
        states.computeIfPresent(partition, (number, state) -> state instanceof PartitionState.Stopped ? state : null);
    }

    Map<Integer, PartitionState> states() {
        return Map.copyOf(states);
    }
}
