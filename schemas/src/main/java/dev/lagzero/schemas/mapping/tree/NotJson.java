package dev.lagzero.schemas.mapping.tree;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;

/** A text that is not JSON, or JSON that jsonb cannot hold; the message never quotes the text. */
public final class NotJson extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotJson(String message) {
        super(message);
    }

    private NotJson(String message, IOException cause) {
        super(message, cause);
    }

    static NotJson because(IOException cause) {
        String where = cause instanceof JsonProcessingException malformed && malformed.getLocation() != null
                ? "at character " + Math.max(0, malformed.getLocation().getCharOffset())
                : "somewhere";
        return new NotJson("it is not JSON " + where, cause);
    }
}
