package dev.lagzero.app.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How changes become rows.
 *
 * @param exactlyOnce Kafka transactions around the rows topics, for those who read the topics themselves; the target needs
 *     none of it and shows a commit some 20 ms later
 */
public record StreamSettings(
        @JsonProperty("exactly-once") @Nullable Boolean exactlyOnce) {

    public static final StreamSettings PLAIN = new StreamSettings(null);

    public StreamSettings {
        exactlyOnce = exactlyOnce != null && exactlyOnce;
    }
}
