package dev.lagzero.sink.worker;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The states of the partitions that this process holds, for those who ask. Workers write, anybody reads. */
final class StateBoard {

    private final Map<Integer, PartitionState> states = new ConcurrentSkipListMap<>();

    void show(int partition, PartitionState state) {
        states.put(partition, state);
    }

    void remove(int partition) {
        states.remove(partition);
    }

    Map<Integer, PartitionState> states() {
        return Map.copyOf(states);
    }
}
