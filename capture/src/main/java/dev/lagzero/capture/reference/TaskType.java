package dev.lagzero.capture.reference;

import java.util.Locale;

/** What an agent is to do. */
public enum TaskType {
    SPEC,
    TEST,
    IMPL,
    REVIEW,
    HEAL;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TaskType parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
