package dev.lagzero.capture.journal;

import org.jspecify.annotations.Nullable;

/** A write that was not taken. The store holds what it held before; the message says what to try. */
public final class RefusedWrite extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** The journal holds as much unpublished as it may: try again when Kafka has taken some. */
        FULL,
        /** The transaction, or a row of it, is larger than the log takes: make it smaller. */
        TOO_LARGE,
        /** The store is closed or has failed: nothing is taken any more. */
        CLOSED
    }

    private final Reason reason;

    public RefusedWrite(Reason reason, String message) {
        this(reason, message, null);
    }

    public RefusedWrite(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
