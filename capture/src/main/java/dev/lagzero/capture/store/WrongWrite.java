package dev.lagzero.capture.store;

/** A write that no store can make sense of; the message says why, {@link #index()} which of several it is. */
public final class WrongWrite extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int index;
    private final String field;

    /** @param field of the write, as a JSON pointer below it; empty for the whole */
    public WrongWrite(int index, String field, String message) {
        super(message);
        this.index = index;
        this.field = field;
    }

    /** Which write of a transaction, from 0. */
    public int index() {
        return index;
    }

    public String field() {
        return field;
    }
}
