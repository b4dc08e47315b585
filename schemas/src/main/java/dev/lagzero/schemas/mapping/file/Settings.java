package dev.lagzero.schemas.mapping.file;

import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What only the operator knows of the data.
 *
 * @param timezone the zone of times that are written without one; null when none is set
 * @param salt for {@code hash:}; null when none is set. Secret: part of no message and of no text
 */
public record Settings(@Nullable ZoneId timezone, @Nullable String salt) {

    public static final Settings NONE = new Settings(null, null);

    /** @throws IllegalArgumentException when there is no such zone */
    public static Settings of(@Nullable String timezone, @Nullable String salt) {
        try {
            return new Settings(timezone == null ? null : ZoneId.of(timezone), salt);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "timezone: there is no zone \"" + timezone + "\"; write one as Europe/Berlin, or UTC", e);
        }
    }

    /** The same with another zone. */
    public Settings in(ZoneId zone) {
        return new Settings(zone, salt);
    }

    @Override
    public String toString() {
        return "Settings[timezone=" + timezone + ", salt=" + (salt == null ? "none" : "set") + "]";
    }
}
