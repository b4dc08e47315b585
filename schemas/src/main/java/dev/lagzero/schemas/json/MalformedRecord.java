package dev.lagzero.schemas.json;

/** Bytes that are not a record of ours: somebody else wrote to the topic, or it was made by a newer version. */
public final class MalformedRecord extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedRecord(String message) {
        super(message);
    }

    public MalformedRecord(String message, Throwable cause) {
        super(message, cause);
    }
}
