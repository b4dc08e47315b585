package dev.lagzero.sink;

import dev.lagzero.schemas.mapping.Projection;
import dev.lagzero.schemas.topic.Topics;
import dev.lagzero.sink.heads.HeadStore;
import dev.lagzero.sink.target.Arrivals;
import dev.lagzero.sink.target.Target;
import dev.lagzero.sink.worker.Limits;
import java.util.Map;

/**
 * What a sink needs.
 *
 * @param kafka settings of Kafka's clients, {@code bootstrap.servers} at least
 * @param target where rows go; closed with the sink
 * @param heads where heads go; closed with the sink
 * @param arrivals told of what was read
 * @param instance names this process the same way after every restart and differently from every other, so that it gets
 *     its partitions back at once after a crash; empty when there is no such name (then it takes 6 s)
 * @param threads at most so many partitions are written side by side by this process; each thread is a member of the
 *     group, and Kafka balances members, so several processes with one thread each share the work evenly
 */
public record SinkConfig(
        Topics topics,
        Projection projection,
        Map<String, Object> kafka,
        Target target,
        HeadStore heads,
        Arrivals arrivals,
        String instance,
        int threads,
        Limits limits) {

    public SinkConfig {
        kafka = Map.copyOf(kafka);
    }
}
