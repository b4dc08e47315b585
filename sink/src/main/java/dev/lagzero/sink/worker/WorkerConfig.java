package dev.lagzero.sink.worker;

import dev.lagzero.sink.target.Arrivals;
import dev.lagzero.sink.target.Target;
import java.util.Map;
import java.util.Objects;

/**
 * What the workers of one process share.
 *
 * @param topic the rows topic
 * @param group the consumer group that shares its partitions
 * @param kafka settings of Kafka's clients, {@code bootstrap.servers} at least
 * @param instance names this process the same way after every restart, so that it gets its partitions back at once; empty
 *     when there is no such name
 * @param arrivals told of what was read
 * @param threads at most so many partitions are written side by side
 */
public record WorkerConfig(
        String topic,
        String group,
        Map<String, Object> kafka,
        Target target,
        Arrivals arrivals,
        Limits limits,
        String instance,
        int threads) {

    public WorkerConfig {
        kafka = Map.copyOf(kafka);
        Objects.requireNonNull(target, "target");
        if (threads < 1) {
            throw new IllegalArgumentException("a sink needs at least one thread, not " + threads);
        }
    }
}
