package dev.lagzero.capture.page;

import java.util.Arrays;

/**
 * A view of one row or index entry in its page. Mutable and used again for the next one: what is to be kept must be
 * decoded, or found again by its {@link #reference}.
 */
public final class Cell {

    private static final int CHUNK = 16 * 1024;

    Database database;
    int page;
    int index;
    byte[] bytes;
    long rowid;
    int payload;
    int start;
    int local;
    int overflow;

    /** The row number; meaningful in tables that have one. */
    public long rowid() {
        return rowid;
    }

    /** Bytes of the record, wherever they are stored. */
    public int payload() {
        return payload;
    }

    /** Part of the record is in overflow pages. */
    public boolean spills() {
        return overflow != 0;
    }

    /** Where the cell is, in one number. */
    public long reference() {
        return (long) page << 16 | index;
    }

    /** The page of a {@link #reference}. */
    public static int pageOf(long reference) {
        return (int) (reference >>> 16);
    }

    /** The index in its page of a {@link #reference}. */
    public static int indexOf(long reference) {
        return (int) (reference & 0xffff);
    }

    /** Both records have the same bytes. */
    public boolean samePayload(Cell other) {
        if (payload != other.payload) {
            return false;
        }
        int common = Math.min(local, other.local);
        if (!Arrays.equals(bytes, start, start + common, other.bytes, other.start, other.start + common)) {
            return false;
        }
        return common == payload || sameFrom(common, other);
    }

    private boolean sameFrom(int from, Cell other) {
        OverflowChain mine = new OverflowChain(this);
        OverflowChain theirs = new OverflowChain(other);
        byte[] left = new byte[CHUNK];
        byte[] right = new byte[CHUNK];
        for (int at = from; at < payload; at += CHUNK) {
            int length = Math.min(CHUNK, payload - at);
            mine.copy(at, length, left);
            theirs.copy(at, length, right);
            if (!Arrays.equals(left, 0, length, right, 0, length)) {
                return false;
            }
        }
        return true;
    }
}
