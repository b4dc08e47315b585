package dev.lagzero.capture.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;

/** The pages of one committed transaction, as they lie in the log. To be read before the next one is asked for. */
public final class LogPages {

    private final WalCursor cursor;
    private final FileChannel log;
    private final WalCursor.Commit commit;
    private final byte[] spare;
    private final BooleanSupplier intact;

    /** @param intact the log was not begun anew so far */
    LogPages(WalCursor cursor, FileChannel log, WalCursor.Commit commit, byte[] spare, BooleanSupplier intact) {
        this.cursor = cursor;
        this.log = log;
        this.commit = commit;
        this.spare = spare;
        this.intact = intact;
    }

    /** A page was read of which nobody knows whether it still was the transaction's: nothing of this may count. */
    static final class Overwritten extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Overwritten() {
            super("the log was begun anew while it was read");
        }
    }

    /** Takes a page, which lies somewhere in an array; it is used again for the next one. */
    @FunctionalInterface
    public interface Taker {
        void page(int number, byte[] content, int offset);
    }

    /** Takes where a page lies. */
    @FunctionalInterface
    interface Places {
        void place(int number, int frame);
    }

    /** Tells the frames in order: the last one of a page counts. */
    void places(Places places) {
        for (int i = 0; i < commit.pages().length; i++) {
            places.place(commit.pages()[i], commit.first() + i);
        }
    }

    WalHeader header() {
        return cursor.header();
    }

    public int pageSize() {
        return cursor.pageSize();
    }

    /** Pages of the database after the transaction. */
    public int databasePages() {
        return commit.databasePages();
    }

    /** Where the log stands behind the transaction. */
    public String mark() {
        return commit.mark().encode();
    }

    /** Shows every page once, in ascending order, as the transaction left it. */
    public void each(Taker taker) {
        each(number -> true, taker);
    }

    /** The same with some of them; the others are not read. */
    public void each(IntPredicate wanted, Taker taker) {
        int[] pages = commit.pages();
        long[] order = new long[pages.length];
        for (int i = 0; i < pages.length; i++) {
            order[i] = (long) pages[i] << 32 | i;
        }
        Arrays.sort(order);
        try {
            for (int i = 0; i < order.length; i++) {
                int number = (int) (order[i] >>> 32);
                boolean last = i == order.length - 1 || (int) (order[i + 1] >>> 32) != number;
                if (last && number <= commit.databasePages() && wanted.test(number)) {
                    cursor.show(
                            log,
                            commit.first() + (int) order[i],
                            spare,
                            (bytes, offset) -> taker.page(number, bytes, offset));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // What no longer lies in memory was read once more, and its checksum was not looked at again.
        if (!intact.getAsBoolean()) {
            throw new Overwritten();
        }
    }
}
