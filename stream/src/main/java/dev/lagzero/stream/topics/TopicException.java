package dev.lagzero.stream.topics;

/** A topic is not as it must be; the message names it, what was found and wanted, and what to do. */
public final class TopicException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TopicException(String message) {
        super(message);
    }

    public TopicException(String message, Throwable cause) {
        super(message, cause);
    }
}
