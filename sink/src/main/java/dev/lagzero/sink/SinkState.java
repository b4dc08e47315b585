package dev.lagzero.sink;

import dev.lagzero.sink.gather.Hole;
import dev.lagzero.sink.worker.PartitionState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a sink is doing.
 *
 * @param partitions those this process holds; others may be held by other processes
 * @param waitingFor why no partition is read yet
 * @param headTrouble why heads do not reach the target: lag is unknown meanwhile
 */
public record SinkState(
        Map<Integer, PartitionState> partitions, Optional<String> waitingFor, Optional<String> headTrouble) {

    public SinkState {
        partitions = Map.copyOf(partitions);
    }

    /** Sources that stand still because something of them is missing. */
    public List<Hole> holes() {
        return partitions.values().stream()
                .filter(PartitionState.Running.class::isInstance)
                .map(PartitionState.Running.class::cast)
                .flatMap(running -> running.holes().stream())
                .toList();
    }
}
