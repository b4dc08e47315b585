package dev.lagzero.capture.session;

import dev.lagzero.schemas.position.SourcePosition;

/** A record for the changes topic. */
public record Outgoing(SourcePosition position, long ordinal, Kind kind, byte[] key, byte[] value) {

    public enum Kind {
        ROW,
        DEFINITION,
        END
    }

    int size() {
        return key.length + value.length;
    }
}
