package dev.lagzero.capture.page;

import java.util.Arrays;

/** The payload of a cell that spills: first what is in the page itself, then a chain of overflow pages. */
final class OverflowChain {

    private final Database database;
    private final int owner;
    private final byte[] bytes;
    private final int start;
    private final int local;
    private final int perPage;
    private final int length;
    private int[] pages = new int[8];
    private int known;

    OverflowChain(Cell cell) {
        this.database = cell.database;
        this.owner = cell.page;
        this.bytes = cell.bytes;
        this.start = cell.start;
        this.local = cell.local;
        this.perPage = database.header().usable() - 4;
        this.length = (int) (((long) cell.payload - cell.local + perPage - 1) / perPage);
        if (length > 0) {
            pages[0] = cell.overflow;
            known = 1;
        }
    }

    /** How many overflow pages there must be. */
    int length() {
        return length;
    }

    /** The number of the chain's page {@code index}, following the chain as far as needed. */
    int page(int index) {
        while (known <= index) {
            byte[] last = database.bytes(pages[known - 1], known == 1 ? owner : pages[known - 2]);
            append(BigEndian.int32(last, 0));
        }
        return pages[index];
    }

    private void append(int next) {
        if (next < 1 || next > database.pageCount()) {
            throw new CorruptPageException(
                    pages[known - 1],
                    "the overflow chain from page " + owner + " needs " + length + " pages, page " + known + " of it"
                            + " is followed by " + next);
        }
        if (known == pages.length) {
            pages = Arrays.copyOf(pages, Math.min(length, known * 2));
        }
        pages[known++] = next;
    }

    /** Copies bytes {@code from} ... of the payload to the beginning of {@code into}. */
    void copy(int from, int count, byte[] into) {
        int done = 0;
        if (from < local) {
            done = Math.min(count, local - from);
            System.arraycopy(bytes, start + from, into, 0, done);
        }
        while (done < count) {
            int beyond = from + done - local;
            int index = beyond / perPage;
            int within = beyond % perPage;
            int number = page(index);
            byte[] page = database.bytes(number, index == 0 ? owner : pages[index - 1]);
            if (known == index + 1 && known < length) {
                append(BigEndian.int32(page, 0));
            }
            int step = Math.min(count - done, perPage - within);
            System.arraycopy(page, 4 + within, into, done, step);
            done += step;
        }
    }
}
