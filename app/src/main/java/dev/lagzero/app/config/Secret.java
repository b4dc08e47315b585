package dev.lagzero.app.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Objects;

/** A value that is never printed: {@link #toString} does not tell it. */
public record Secret(String value) {

    public static final Secret NONE = new Secret("");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Secret {
        Objects.requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return value.isEmpty() ? "(none)" : "(hidden)";
    }
}
