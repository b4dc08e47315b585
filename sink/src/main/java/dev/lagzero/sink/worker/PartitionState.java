package dev.lagzero.sink.worker;

import dev.lagzero.sink.gather.Hole;
import java.time.Instant;
import java.util.List;

/** What a partition of the rows topic is doing here. */
public sealed interface PartitionState {

    /** It was assigned and has not been taken over yet. */
    record Starting() implements PartitionState {}

    /**
     * Rows are applied as they come.
     *
     * @param holes sources that stand still, while the others go on
     */
    record Running(List<Hole> holes) implements PartitionState {
        public Running {
            holes = List.copyOf(holes);
        }
    }

    /** The target or Kafka cannot be reached; it is tried again by itself. */
    record Waiting(String cause, Instant since, Instant nextTry) implements PartitionState {}

    /** Somebody must act; it is tried again by itself. */
    record Blocked(String message, Instant since, Instant nextTry) implements PartitionState {}

    /** It will not go on without a restart. */
    record Stopped(String cause) implements PartitionState {}
}
