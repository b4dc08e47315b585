package dev.lagzero.stream;

import dev.lagzero.schemas.mapping.Mapping;
import dev.lagzero.schemas.mapping.Projection;
import dev.lagzero.schemas.topic.Topics;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * What a stream needs.
 *
 * @param kafka settings of Kafka's clients, {@code bootstrap.servers} at least
 * @param stateDirectory of this process alone; it is made when it does not exist
 * @param threads at most so many partitions are read side by side by this process
 * @param exactlyOnce whether the topics it writes show each record once to readers of committed records. The sink does
 *     not need that, and it costs tens of milliseconds.
 */
public record StreamConfig(
        Topics topics,
        Projection projection,
        Mapping mapping,
        Map<String, Object> kafka,
        Path stateDirectory,
        int threads,
        boolean exactlyOnce) {

    public StreamConfig {
        Objects.requireNonNull(topics, "topics");
        Objects.requireNonNull(projection, "projection");
        Objects.requireNonNull(mapping, "mapping");
        Objects.requireNonNull(stateDirectory, "stateDirectory");
        kafka = Map.copyOf(kafka);
    }
}
