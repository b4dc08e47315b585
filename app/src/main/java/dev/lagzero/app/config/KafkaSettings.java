package dev.lagzero.app.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The broker.
 *
 * @param bootstrap {@code host:port[,host:port]}; none: a broker of our own runs in this process
 * @param partitions how many partitions topics get at least; left out: one for each source, up to eight
 * @param properties what every Kafka client gets besides, as security settings
 */
public record KafkaSettings(
        @Nullable String bootstrap,
        @Nullable Integer partitions,
        @Nullable Map<String, String> properties) {

    public static final KafkaSettings EMBEDDED = new KafkaSettings(null, null, null);

    public KafkaSettings {
        properties = properties == null ? Map.of() : Map.copyOf(properties);
        if (bootstrap != null && !bootstrap.matches("[^:,\\s]+:\\d+(,[^:,\\s]+:\\d+)*")) {
            throw new IllegalArgumentException("bootstrap: \"" + bootstrap + "\" is no broker; write HOST:PORT");
        }
        if (partitions != null && partitions < 1) {
            throw new IllegalArgumentException("partitions: " + partitions + " is too few; give 1 or more");
        }
    }

    public boolean embedded() {
        return bootstrap == null;
    }

    /** What clients are configured with, for a broker at {@code address}. */
    public Map<String, Object> client(String address) {
        Map<String, Object> client = new HashMap<>(properties);
        client.put("bootstrap.servers", address);
        return Map.copyOf(client);
    }
}
