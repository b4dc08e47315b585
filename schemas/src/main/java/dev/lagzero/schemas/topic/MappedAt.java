package dev.lagzero.schemas.topic;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * When a record was mapped: a header of those records of the rows topic that end a transaction, eight bytes, big-endian,
 * milliseconds since 1970 by the stream's clock. A record's own timestamp is that of the change it was made from. It is for
 * measuring only.
 */
public final class MappedAt {

    /** The header's name. */
    public static final String HEADER = "mapped";

    private MappedAt() {}

    public static byte[] encode(long millis) {
        return ByteBuffer.allocate(Long.BYTES).putLong(millis).array();
    }

    /** -1 when there is none, or none that we wrote. */
    public static long decode(byte @Nullable [] header) {
        return header == null || header.length != Long.BYTES
                ? -1
                : ByteBuffer.wrap(header).getLong();
    }
}
