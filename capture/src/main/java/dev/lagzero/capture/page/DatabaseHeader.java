package dev.lagzero.capture.page;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first 100 bytes of page 1, as far as reading needs them.
 *
 * @param pageSize bytes of a page
 * @param reserved bytes at the end of each page that belong to an extension
 * @param firstFreePage first trunk page of the list of free pages, 0 when there is none
 * @param autoVacuum there are pointer-map pages between the others
 */
public record DatabaseHeader(int pageSize, int reserved, TextEncoding encoding, int firstFreePage, boolean autoVacuum) {

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int LENGTH = 100;
    private static final int SMALLEST_USABLE = 480;
    private static final int LOCK_BYTE = 0x40000000;

    /** What is used when there is no page to read a header from. */
    private static DatabaseHeader ofNothing() {
        return new DatabaseHeader(4096, 0, TextEncoding.UTF_8, 0, false);
    }

    static DatabaseHeader of(Pages pages) {
        if (pages.pageCount() == 0) {
            return ofNothing();
        }
        byte[] page = pages.read(1);
        if (page.length < LENGTH || !Arrays.equals(page, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new CorruptPageException(1, "it does not begin as a SQLite database does; it may be encrypted");
        }
        int stored = BigEndian.unsigned16(page, 16);
        int pageSize = stored == 1 ? 65536 : stored;
        if (pageSize != pages.pageSize() || pageSize < 512 || Integer.bitCount(pageSize) != 1) {
            throw new CorruptPageException(
                    1, "its header says pages of " + pageSize + " bytes, they are read as " + pages.pageSize());
        }
        int reserved = page[20] & 0xff;
        if (pageSize - reserved < SMALLEST_USABLE) {
            throw new CorruptPageException(1, "it reserves " + reserved + " bytes of every page of " + pageSize);
        }
        TextEncoding encoding = TextEncoding.of(BigEndian.int32(page, 56));
        return new DatabaseHeader(
                pageSize, reserved, encoding, BigEndian.int32(page, 32), BigEndian.int32(page, 52) != 0);
    }

    /** Pages mean the same in both states. */
    public boolean sameFormat(DatabaseHeader other) {
        return pageSize == other.pageSize
                && reserved == other.reserved
                && encoding == other.encoding
                && autoVacuum == other.autoVacuum;
    }

    /** Bytes of a page that hold content. */
    public int usable() {
        return pageSize - reserved;
    }

    /** Neither b-tree nor overflow nor free: the page around the lock byte, or one of the pointer map. */
    boolean isInternal(int pageNumber) {
        int lockPage = LOCK_BYTE / pageSize + 1;
        if (pageNumber == lockPage) {
            return true;
        }
        if (!autoVacuum || pageNumber < 2) {
            return false;
        }
        int stride = usable() / 5 + 1;
        int map = (pageNumber - 2) / stride * stride + 2;
        return pageNumber == (map == lockPage ? map + 1 : map);
    }
}
