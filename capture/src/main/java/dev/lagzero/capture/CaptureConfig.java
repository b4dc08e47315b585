package dev.lagzero.capture;

import dev.lagzero.capture.follow.Limits;
import dev.lagzero.schemas.topic.Topics;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the captures of a process have in common: where to capture to.
 *
 * @param dataDirectory keeps page images and spools: about twice the sources' size during the first copies
 * @param kafka client settings: {@code bootstrap.servers} and what security needs
 * @param partitions of the changes topic, at least; it gets more when it has fewer
 * @param alone nobody else in this process opens the sources: SQLite's locks belong to processes, so only then a lock
 *     can be held beside SQLite. It spares busy writers the copying back of their log
 * @param limits how much room following a source may take
 */
public record CaptureConfig(
        Topics topics,
        Path dataDirectory,
        Map<String, Object> kafka,
        int partitions,
        LogFlush flush,
        boolean alone,
        Limits limits) {

    public CaptureConfig {
        kafka = Map.copyOf(kafka);
        if (!kafka.containsKey("bootstrap.servers")) {
            throw new IllegalArgumentException("kafka: bootstrap.servers is missing; give it as host:port");
        }
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions: " + partitions + "; at least 1");
        }
    }

    /** Where they keep what they need of their sources. */
    CaptureRoom room() {
        return new CaptureRoom(topics, dataDirectory, alone, limits);
    }
}
