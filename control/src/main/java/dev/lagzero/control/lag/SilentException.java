package dev.lagzero.control.lag;

/** Whoever was asked does not answer now; it may later. */
public class SilentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SilentException(String message, Throwable cause) {
        super(message, cause);
    }
}
