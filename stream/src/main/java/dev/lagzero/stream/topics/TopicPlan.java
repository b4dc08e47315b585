package dev.lagzero.stream.topics;

import java.util.List;
import java.util.Map;

/**
 * What a stream needs of Kafka.
 *
 * @param changes the topic it reads
 * @param rows the topic it derives from it
 * @param rejects where copies of rejected rows go
 * @param settings of both topics it writes
 * @param group the Streams application, whose offsets say what was read
 */
public record TopicPlan(String changes, String rows, String rejects, Map<String, String> settings, String group) {

    List<String> written() {
        return List.of(rows, rejects);
    }
}
