package dev.lagzero.capture.spool;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Finds the whole sets of a segment. It stops at the first that is not: a power loss cut it off, or the disk lost it.
 * What comes behind may be whole and is given up all the same, for positions must follow each other.
 */
final class SegmentScan {

    /** So much is read at once, and is then at hand: most sets are far smaller. */
    private static final int WINDOW = 1 << 20;

    private final Segment segment;
    private final CRC32C crc = new CRC32C();

    /** What was read last, and where in the segment it lies. */
    private ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);

    private long windowAt;
    private final List<PageSet> sets = new ArrayList<>();

    private SegmentScan(Segment segment) {
        this.segment = segment;
    }

    /** The sets in front of the first damage. The segment is cut off behind them. */
    static List<PageSet> read(Segment segment) {
        SegmentScan scan = new SegmentScan(segment);
        long at = Segment.START;
        for (long end = scan.set(at); end > 0; end = scan.set(at)) {
            at = end;
        }
        segment.cutAt(at);
        return scan.sets;
    }

    /** Reads one set; returns where it ends, 0 when it is none. */
    private long set(long begin) {
        ByteBuffer head = read(begin, SetLayout.START_SIZE);
        SetLayout.Start start = SetLayout.start(segment, head);
        if (start == null) {
            return 0;
        }
        long records = begin + SetLayout.START_SIZE;
        long end = skipRecords(records, start.pageSize());
        return end < 0 ? 0 : end(start, records, end);
    }

    /** Checks all records; returns where they end, negative when one is damaged. */
    private long skipRecords(long from, int pageSize) {
        int size = SetLayout.recordSize(pageSize);
        long at = from;
        while (true) {
            ByteBuffer bytes = read(at, size);
            if (bytes.limit() < 4) {
                return -1;
            }
            int number = bytes.getInt(0);
            if (number == 0) {
                return at;
            }
            if (bytes.limit() < size || bytes.getInt(4) != sum(number, bytes)) {
                return -1;
            }
            at += size;
        }
    }

    private int sum(int number, ByteBuffer record) {
        SetLayout.record(segment, crc, number).update(record.position(SetLayout.RECORD_HEAD));
        return (int) crc.getValue();
    }

    private long end(SetLayout.Start start, long records, long at) {
        ByteBuffer head = read(at, SetLayout.END_SIZE);
        if (head.limit() < SetLayout.END_SIZE) {
            return 0;
        }
        int kept = head.getInt(8);
        int header = head.getInt(12);
        long length = SetLayout.END_SIZE + (long) header + 8L * kept + 4;
        if (kept < 0 || header < 0 || at + length > segment.size() || length > Integer.MAX_VALUE) {
            return 0;
        }
        ByteBuffer all = read(at, (int) length);
        int body = (int) length - 4;
        if (all.limit() < length || all.getInt(body) != SetLayout.checksum(segment, all, body)) {
            return 0;
        }
        PageSet set = decode(start, records, all, kept);
        if (set == null) {
            return 0;
        }
        sets.add(set);
        return at + length;
    }

    private @Nullable PageSet decode(SetLayout.Start start, long records, ByteBuffer all, int kept) {
        all.position(SetLayout.END_SIZE);
        PageSetHeader header = PageSetHeader.decode(all);
        int[] numbers = new int[kept];
        int[] places = new int[kept];
        for (int i = 0; i < kept; i++) {
            numbers[i] = all.getInt();
            places[i] = all.getInt();
        }
        boolean same = header.position().equals(start.position()) && header.pageSize() == start.pageSize();
        return same ? new PageSet(segment, records, header, numbers, places) : null;
    }

    /** Less than asked for where the file ends; valid until the next reading. */
    private ByteBuffer read(long offset, int length) {
        if (offset < windowAt || offset + length > windowAt + window.limit()) {
            if (window.capacity() < length) {
                window = ByteBuffer.allocate(length);
            }
            window.limit(segment.read(window.clear(), offset));
            windowAt = offset;
        }
        int from = (int) (offset - windowAt);
        return window.slice(from, Math.min(length, window.limit() - from));
    }
}
