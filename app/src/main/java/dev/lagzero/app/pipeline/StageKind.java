package dev.lagzero.app.pipeline;

import java.util.List;
import java.util.Locale;

/** The stages, in the order in which a row passes them. */
public enum StageKind {
    CAPTURE,
    STREAM,
    SINK;

    public static final List<StageKind> ALL = List.of(values());

    /** Its name in commands, locks and logs. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
