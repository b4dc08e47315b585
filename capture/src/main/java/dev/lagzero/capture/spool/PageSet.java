package dev.lagzero.capture.spool;

import dev.lagzero.capture.fault.CaptureFault;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** The pages that one transaction changed, by number, as they lie in the spool. Several threads may read. */
public final class PageSet {

    private final Segment segment;
    private final long records;
    private final PageSetHeader header;
    private final long sequence;
    private final int[] numbers;
    private final int[] places;

    /**
     * @param records where the first record begins in the segment
     * @param numbers of its pages, ascending
     * @param places for each page, which record holds it
     */
    PageSet(Segment segment, long records, PageSetHeader header, int[] numbers, int[] places) {
        this.segment = segment;
        this.records = records;
        this.header = header;
        this.sequence = header.position().sequence();
        this.numbers = numbers;
        this.places = places;
    }

    public PageSetHeader header() {
        return header;
    }

    /** Of the {@linkplain PageSetHeader#position position}: within an epoch it is enough. */
    public long sequence() {
        return sequence;
    }

    public int size() {
        return numbers.length;
    }

    /** The number of the i-th page, in ascending order. */
    public int number(int i) {
        return numbers[i];
    }

    /** Where a page is in the set, or negative. */
    public int find(int pageNumber) {
        return Arrays.binarySearch(numbers, pageNumber);
    }

    /** The i-th page. */
    public byte[] page(int i) {
        int size = SetLayout.recordSize(header.pageSize());
        ByteBuffer record = RecordBuffer.of(size);
        int length = segment.read(record, records + (long) places[i] * size);
        byte[] page = new byte[header.pageSize()];
        record.flip();
        if (length < size || record.getInt() != numbers[i] || record.getInt() != sum(record, page, i)) {
            throw new CaptureFault("page " + numbers[i] + " of transaction " + header.position()
                    + " is damaged in the spool. Start again: what the spool cannot prove is copied anew.");
        }
        return page;
    }

    /** Takes the page out of its record, and its checksum of what was taken. */
    private int sum(ByteBuffer record, byte[] page, int i) {
        record.get(page);
        CRC32C crc = SetLayout.record(segment, new CRC32C(), numbers[i]);
        crc.update(page);
        return (int) crc.getValue();
    }

    /** The bytes it takes. */
    public long bytes() {
        return (long) numbers.length * SetLayout.recordSize(header.pageSize());
    }

    /** Of all pages, ascending; callers do not change it. */
    public int[] numbers() {
        return numbers;
    }

    Segment segment() {
        return segment;
    }
}
