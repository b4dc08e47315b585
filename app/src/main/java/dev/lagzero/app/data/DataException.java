package dev.lagzero.app.data;

/** A data directory cannot be used: what is wrong, and what to do about it. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String hint;

    public DataException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    public DataException(String message, String hint, Throwable cause) {
        super(message, cause);
        this.hint = hint;
    }

    public String hint() {
        return hint;
    }
}
