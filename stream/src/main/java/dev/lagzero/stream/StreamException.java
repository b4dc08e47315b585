package dev.lagzero.stream;

/** The stream cannot go on by itself; the message says what to do. */
public final class StreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StreamException(String message, Throwable cause) {
        super(message, cause);
    }
}
