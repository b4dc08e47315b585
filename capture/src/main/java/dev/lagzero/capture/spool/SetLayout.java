package dev.lagzero.capture.spool;

import dev.lagzero.schemas.position.SourcePosition;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * How a set lies in its segment: a start that names its position; a record for each page written, the number, a checksum
 * and the content; and an end, which holds the header and says which record of a page counts. All numbers are
 * big-endian. A set whose end is there and right is whole.
 */
final class SetLayout {

    /** Magic, epoch, sequence, page size, checksum. */
    static final int START_SIZE = 32;

    /** Page number and checksum. */
    static final int RECORD_HEAD = 8;

    /** No page number: here the records end. Behind it: records written, pages kept, length of the header. */
    static final int END_SIZE = 16;

    private static final long MAGIC = 0x4c5a_5345_5453_4554L;

    private SetLayout() {}

    static int recordSize(int pageSize) {
        return RECORD_HEAD + pageSize;
    }

    /** A checksum that covers a record's place and number, and is to be given its content. */
    static CRC32C record(Segment segment, CRC32C crc, int number) {
        crc.reset();
        segment.salt(crc);
        for (int shift = 24; shift >= 0; shift -= 8) {
            crc.update(number >>> shift);
        }
        return crc;
    }

    record Start(SourcePosition position, int pageSize) {}

    static ByteBuffer start(Segment segment, SourcePosition position, int pageSize) {
        ByteBuffer bytes = ByteBuffer.allocate(START_SIZE);
        bytes.putLong(MAGIC).putLong(position.epoch()).putLong(position.sequence());
        // The page size takes 17 bits, the rest of the word is the checksum's.
        return bytes.putInt(pageSize)
                .putInt(checksum(segment, bytes, START_SIZE - 4))
                .flip();
    }

    /** What begins there, null when nothing does. */
    static @org.jspecify.annotations.Nullable Start start(Segment segment, ByteBuffer bytes) {
        if (bytes.limit() < START_SIZE
                || bytes.getLong(0) != MAGIC
                || bytes.getInt(START_SIZE - 4) != checksum(segment, bytes, START_SIZE - 4)) {
            return null;
        }
        return new Start(new SourcePosition(bytes.getLong(8), bytes.getLong(16)), bytes.getInt(24));
    }

    static int checksum(Segment segment, ByteBuffer bytes, int length) {
        CRC32C crc = segment.checksum();
        crc.update(bytes.array(), bytes.arrayOffset(), length);
        return (int) crc.getValue();
    }
}
