package dev.lagzero.capture.spool;

import dev.lagzero.schemas.position.SourcePosition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a page set says of its transaction.
 *
 * @param decoderVersion the {@link #DECODER_VERSION} that its events are made by
 * @param pageCount pages of the database after the transaction
 * @param reason why it does not stand for exactly one source commit, null when it does
 * @param timestampMillis when the commit was seen, milliseconds since 1970
 */
public record PageSetHeader(
        SourcePosition position,
        int decoderVersion,
        int pageSize,
        int pageCount,
        @Nullable String reason,
        long timestampMillis) {

    /** Raised when the same pages would yield other events: half a published transaction is then not continued. */
    public static final int DECODER_VERSION = 1;

    static final int SIZE = 512;
    static final int FORMAT = 1;
    private static final long MAGIC = 0x4c5a_5041_4745_5331L;
    private static final int CHECKED = SIZE - 4;

    ByteBuffer encode() {
        byte[] text = reason == null ? new byte[0] : reason.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(SIZE);
        bytes.putLong(MAGIC).putInt(FORMAT).putInt(decoderVersion);
        bytes.putLong(position.epoch()).putLong(position.sequence());
        bytes.putInt(pageSize).putInt(pageCount).putLong(timestampMillis);
        bytes.putInt(reason == null ? -1 : text.length).put(text);
        return bytes.putInt(CHECKED, checksum(bytes)).position(0).limit(SIZE);
    }

    static PageSetHeader decode(ByteBuffer bytes) throws DamagedPageSetException {
        if (bytes.limit() < SIZE || bytes.getLong(0) != MAGIC || bytes.getInt(CHECKED) != checksum(bytes)) {
            throw new DamagedPageSetException("its header is damaged");
        }
        bytes.position(8);
        int format = bytes.getInt();
        if (format != FORMAT) {
            throw new DamagedPageSetException("its format " + format + " is not known");
        }
        int decoder = bytes.getInt();
        SourcePosition position = new SourcePosition(bytes.getLong(), bytes.getLong());
        int pageSize = bytes.getInt();
        int pageCount = bytes.getInt();
        long millis = bytes.getLong();
        int length = bytes.getInt();
        String reason = null;
        if (length >= 0) {
            byte[] text = new byte[length];
            bytes.get(text);
            reason = new String(text, StandardCharsets.UTF_8);
        }
        return new PageSetHeader(position, decoder, pageSize, pageCount, reason, millis);
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), 0, CHECKED);
        return (int) crc.getValue();
    }
}
