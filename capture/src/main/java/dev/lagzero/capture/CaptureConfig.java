package dev.lagzero.capture;

import dev.lagzero.capture.diff.CaptureScope;
import dev.lagzero.capture.follow.Limits;
import dev.lagzero.schemas.topic.Topics;
import java.nio.file.Path;
import java.util.Map;

/**
 * What to capture, and where to.
 *
 * @param source what the source is called in every record: letters, digits, dots, - and _
 * @param file the SQLite database
 * @param dataDirectory keeps page image and spool: about twice the source's size during the first copy
 * @param kafka client settings: {@code bootstrap.servers} and what security needs
 * @param readOnly never write to the source, not even to copy its log back: gaps are then normal
 * @param limits how much room following the source may take
 * @param partitions of the changes topic, at least; it gets more when it has fewer
 */
public record CaptureConfig(
        Topics topics,
        String source,
        Path file,
        Path dataDirectory,
        Map<String, Object> kafka,
        CaptureScope scope,
        int partitions,
        LogFlush flush,
        boolean readOnly,
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
}
