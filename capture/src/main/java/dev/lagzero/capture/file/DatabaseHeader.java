package dev.lagzero.capture.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What capture needs of the first 100 bytes of a database file.
 *
 * @param wal the database is in WAL mode
 * @param pageCount pages by the header's own count
 * @param changeCounter moves with every commit outside WAL mode
 * @param counted that count can be trusted: the last writer knew of the field
 */
record DatabaseHeader(int pageSize, boolean wal, long pageCount, boolean counted, long changeCounter) {

    static final int SIZE = 100;
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    static boolean hasMagic(byte[] head) {
        return head.length >= MAGIC.length && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    static DatabaseHeader parse(byte[] head) {
        ByteBuffer bytes = ByteBuffer.wrap(head);
        int stored = bytes.getShort(16) & 0xffff;
        long changeCounter = bytes.getInt(24) & 0xffffffffL;
        long pages = bytes.getInt(28) & 0xffffffffL;
        long validFor = bytes.getInt(92) & 0xffffffffL;
        return new DatabaseHeader(
                stored == 1 ? 65536 : stored,
                bytes.get(18) == 2,
                pages,
                pages > 0 && changeCounter == validFor,
                changeCounter);
    }

    boolean hasValidPageSize() {
        return pageSize >= 512 && pageSize <= 65536 && Integer.bitCount(pageSize) == 1;
    }

    /** Pages that a file of {@code size} bytes holds, as SQLite reckons outside WAL mode. */
    int pagesIn(long size) {
        return Math.toIntExact(counted ? pageCount : size / pageSize);
    }
}
