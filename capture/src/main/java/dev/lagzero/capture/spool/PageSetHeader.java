package dev.lagzero.capture.spool;

import dev.lagzero.schemas.position.SourcePosition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a page set says of what it stands for.
 *
 * @param position the transaction that its pages lead to
 * @param through the last position it covers: above {@code position} when transactions were merged; the later ones are
 *     then empty
 * @param decoderVersion the {@link #DECODER_VERSION} that its events are made by
 * @param pageCount pages of the database afterwards
 * @param reason why it does not stand for exactly one source commit, null when it does
 * @param timestampMillis when the commit was seen, milliseconds since 1970
 * @param mark where in the source's own log the set ends, in the words of whoever reads that log; empty when nowhere
 */
public record PageSetHeader(
        SourcePosition position,
        SourcePosition through,
        int decoderVersion,
        int pageSize,
        int pageCount,
        @Nullable String reason,
        long timestampMillis,
        String mark) {

    /** Raised when the same pages would yield other events: half a published transaction is then not continued. */
    public static final int DECODER_VERSION = 2;

    /** The longest {@link #reason} and {@link #mark}, in bytes of UTF-8. */
    static final int MAX_TEXT = 200;

    public PageSetHeader {
        Objects.requireNonNull(mark, "mark");
        if (through.epoch() != position.epoch() || position.isAfter(through)) {
            throw new IllegalArgumentException("a set from " + position + " through " + through);
        }
    }

    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(64 + 2 * MAX_TEXT);
        bytes.putLong(position.epoch()).putLong(position.sequence()).putLong(through.sequence());
        bytes.putInt(decoderVersion).putInt(pageSize).putInt(pageCount).putLong(timestampMillis);
        text(bytes, reason);
        text(bytes, mark);
        return bytes.flip();
    }

    private static void text(ByteBuffer bytes, @Nullable String text) {
        byte[] encoded = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        if (encoded.length > MAX_TEXT) {
            throw new IllegalArgumentException(encoded.length + " bytes of \"" + text + "\"; at most " + MAX_TEXT);
        }
        bytes.putInt(text == null ? -1 : encoded.length).put(encoded);
    }

    static PageSetHeader decode(ByteBuffer bytes) {
        long epoch = bytes.getLong();
        SourcePosition position = new SourcePosition(epoch, bytes.getLong());
        SourcePosition through = new SourcePosition(epoch, bytes.getLong());
        int decoder = bytes.getInt();
        int pageSize = bytes.getInt();
        int pageCount = bytes.getInt();
        long millis = bytes.getLong();
        String reason = text(bytes);
        String mark = Objects.requireNonNullElse(text(bytes), "");
        return new PageSetHeader(position, through, decoder, pageSize, pageCount, reason, millis, mark);
    }

    private static @Nullable String text(ByteBuffer bytes) {
        int length = bytes.getInt();
        if (length < 0) {
            return null;
        }
        byte[] encoded = new byte[length];
        bytes.get(encoded);
        return new String(encoded, StandardCharsets.UTF_8);
    }
}
