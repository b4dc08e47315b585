package dev.lagzero.sink.ddl;

import java.util.Locale;

/** What becomes of a target table whose source table was dropped. */
public enum OnDrop {
    /** It is renamed aside and no longer followed. */
    KEEP,
    DROP;

    public static OnDrop parse(String text) {
        return switch (text) {
            case "keep" -> KEEP;
            case "drop" -> DROP;
            default -> throw new IllegalArgumentException("on-drop: use keep or drop, not \"" + text + "\"");
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
