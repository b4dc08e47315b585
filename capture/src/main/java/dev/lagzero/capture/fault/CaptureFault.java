package dev.lagzero.capture.fault;

import org.jspecify.annotations.Nullable;

/** A capture cannot go on, and trying again at once would not help. The message is for people: what, where, what to try. */
public class CaptureFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CaptureFault(String message) {
        super(message);
    }

    public CaptureFault(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
