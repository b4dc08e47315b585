package dev.lagzero.capture.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The first 32 bytes of a write-ahead log. Its salts name a generation: they change whenever writing starts again at
 * the beginning.
 *
 * @param order byte order of the words that checksums are made of; the fields themselves are big-endian
 */
record WalHeader(ByteOrder order, int pageSize, int salt1, int salt2, WalChecksum checksum) {

    static final int SIZE = 32;
    private static final int MAGIC = 0x377f0682;

    /** The header, or null when the bytes are none: SQLite takes such a log as empty. */
    static @Nullable WalHeader parse(byte[] head, int length) {
        if (length < SIZE) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(head);
        int magic = bytes.getInt(0);
        if ((magic & ~1) != MAGIC) {
            return null;
        }
        ByteOrder order = (magic & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        WalChecksum checksum = WalChecksum.START.over(head, 0, 24, order);
        if (checksum.first() != bytes.getInt(24) || checksum.second() != bytes.getInt(28)) {
            return null;
        }
        return new WalHeader(order, bytes.getInt(8), bytes.getInt(16), bytes.getInt(20), checksum);
    }

    boolean sameGeneration(@Nullable WalHeader other) {
        return other != null && salt1 == other.salt1 && salt2 == other.salt2 && pageSize == other.pageSize;
    }
}
