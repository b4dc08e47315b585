package dev.lagzero.capture.entry;

/** What was sent is not a transaction. */
public final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String path;

    /** @param path of the bad field, a JSON pointer; empty for the whole */
    public Malformed(String path, String message) {
        super(message);
        this.path = path;
    }

    public String path() {
        return path;
    }
}
