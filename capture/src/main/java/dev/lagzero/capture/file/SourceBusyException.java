package dev.lagzero.capture.file;

import org.jspecify.annotations.Nullable;

/** Somebody holds a lock that keeps readers out. It passes: try again. */
public final class SourceBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SourceBusyException(String message) {
        this(message, null);
    }

    public SourceBusyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
