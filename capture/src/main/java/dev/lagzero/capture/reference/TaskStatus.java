package dev.lagzero.capture.reference;

import java.util.Locale;

/** How far a task is. */
public enum TaskStatus {
    PENDING,
    RUNNING,
    COMPLETED,
    FAILED,
    NEEDS_DECISION;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TaskStatus parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
