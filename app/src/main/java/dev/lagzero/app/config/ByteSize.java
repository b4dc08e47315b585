package dev.lagzero.app.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written as {@code 64MiB}. */
public record ByteSize(long bytes) {

    private static final Pattern SHAPE = Pattern.compile("(\\d{1,12}) ?(B|KiB|MiB|GiB)");
    private static final long KIBI = 1024;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ByteSize parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no size; write it as 64MiB or 1GiB");
        }
        long unit =
                switch (matcher.group(2)) {
                    case "KiB" -> KIBI;
                    case "MiB" -> KIBI * KIBI;
                    case "GiB" -> KIBI * KIBI * KIBI;
                    default -> 1;
                };
        return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
    }

    @Override
    public String toString() {
        return bytes % (KIBI * KIBI) == 0 ? bytes / (KIBI * KIBI) + "MiB" : bytes + "B";
    }
}
