package dev.lagzero.capture;

/** A capture cannot go on. The message names the source, what is wrong, and what to try. */
public class CaptureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CaptureException(String message) {
        super(message);
    }

    public CaptureException(String message, Throwable cause) {
        super(message, cause);
    }
}
