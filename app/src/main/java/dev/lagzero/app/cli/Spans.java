package dev.lagzero.app.cli;

import dev.lagzero.app.config.ConfigException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as people write them: a whole number with its unit. */
final class Spans {

    private static final Pattern SPAN = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private Spans() {}

    static Duration parse(String text) {
        Matcher matcher = SPAN.matcher(text);
        if (!matcher.matches()) {
            throw new ConfigException(
                    "\"" + text + "\" is no span of time", "write a number and a unit: 500ms, 60s, 5m, 1h");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }
}
