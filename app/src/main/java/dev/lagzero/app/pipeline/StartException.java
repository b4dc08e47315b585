package dev.lagzero.app.pipeline;

/** Something that a run needs is not as it must be, and nothing was done yet: what, and what to try. */
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String hint;

    public StartException(String message, String hint, Throwable cause) {
        super(message, cause);
        this.hint = hint;
    }

    public String hint() {
        return hint;
    }
}
