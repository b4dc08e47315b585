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

    private static final int MOST_BYTES = 1 << 20;

    private final Segment segment;
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
        byte[] chunk = new byte[Math.max(1, MOST_BYTES / size) * size];
        CRC32C crc = new CRC32C();
        long at = from;
        while (true) {
            int length = segment.read(ByteBuffer.wrap(chunk), at);
            ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, length);
            int offset = 0;
            for (; offset + 4 <= length; offset += size) {
                if (bytes.getInt(offset) == 0) {
                    return at + offset;
                }
                if (offset + size > length) {
                    break;
                }
                SetLayout.record(segment, crc, bytes.getInt(offset))
                        .update(chunk, offset + SetLayout.RECORD_HEAD, pageSize);
                if (bytes.getInt(offset + 4) != (int) crc.getValue()) {
                    return -1;
                }
            }
            if (offset == 0) {
                return -1;
            }
            at += offset;
        }
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

    private ByteBuffer read(long offset, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        int count = segment.read(bytes, offset);
        return bytes.position(0).limit(count);
    }
}
