package dev.lagzero.capture.follow;

import dev.lagzero.capture.file.FilePages;
import dev.lagzero.capture.file.Gap;
import dev.lagzero.capture.file.GapException;
import dev.lagzero.capture.file.LogPages;
import dev.lagzero.capture.file.SqliteFile;
import dev.lagzero.capture.file.WalTail;
import dev.lagzero.capture.shadow.PageHistory;
import dev.lagzero.capture.shadow.View;
import dev.lagzero.capture.spool.PageSetWriter;
import dev.lagzero.schemas.moment.Moment;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Brings what is known of a source up to what it holds now, while it is written to: the first copy, and the answer to
 * every gap. Pages are read from the database file as they are at that moment, torn or old, and overlaid with all that
 * the log held at the beginning and all that was committed since. A page is only ever rewritten in the file out of a log
 * that was read, or that was copied back as a whole before there was a mark, so the result is exact where the log stands
 * at the end. No mark is held longer than a slice takes.
 */
final class FuzzyCopy implements AutoCloseable {

    /**
     * So much is written, at most, before it is synced: one sync of the whole copy in the end would keep the writer's own
     * syncs waiting behind gigabytes.
     */
    private static final long UNSYNCED = 16L << 20;

    private final WalTail tail;
    private final PageHistory history;
    private final Aside syncing;
    private final View before;
    private final FilePages pages;
    private final PageSetWriter writer;
    private final BitSet overlaid = new BitSet();
    private final BitSet written = new BitSet();
    private final byte[] page;
    private int pageCount;
    private int next = 1;
    private long unsynced;

    private FuzzyCopy(SqliteFile file, PageHistory history, Aside syncing, Gap gap) {
        this.tail = file.tail();
        this.history = history;
        this.syncing = syncing;
        this.before = history.view(history.newest());
        this.pages = file.pages();
        this.pageCount = pages.pageCount();
        this.page = new byte[pages.pageSize()];
        Gap reason = history.newest().next().opensEpoch() ? Gap.SNAPSHOT : gap;
        this.writer = history.begin(history.newest().next(), pages.pageSize(), reason.reason());
    }

    /** @param syncing what is written is synced there, while the log is followed */
    static FuzzyCopy begin(SqliteFile file, PageHistory history, Aside syncing, Gap gap) throws GapException {
        // How many pages there are is looked at under a mark: otherwise the file could grow before there is one.
        file.tail().hold();
        FuzzyCopy copy = new FuzzyCopy(file, history, syncing, gap);
        copy.tail.restart(copy::overlay);
        return copy;
    }

    void overlay(LogPages log) {
        log.each((number, content, offset) -> {
            overlaid.set(number);
            take(number, content, offset);
        });
        pageCount = log.databasePages();
    }

    private void take(int number, byte[] content, int offset) {
        boolean known = before.pageSize() == page.length && number <= before.pageCount();
        if (!known || !isAsBefore(number, content, offset)) {
            writer.page(number, content, offset);
            written.set(number);
            unsynced += page.length;
            Moment.MID_COPY.passed();
        } else if (written.get(number)) {
            writer.drop(number);
            written.clear(number);
        }
    }

    private boolean isAsBefore(int number, byte[] content, int offset) {
        return Arrays.equals(before.read(number), 0, page.length, content, offset, offset + page.length);
    }

    /** Copies for a while, unless the disk is behind; returns whether all pages are there. */
    boolean step(long nanos) {
        long until = System.nanoTime() + nanos;
        while (next <= pageCount) {
            if (unsynced >= UNSYNCED && !sync()) {
                return false;
            }
            copyNext();
            if ((next & 15) == 0 && System.nanoTime() - until > 0) {
                return false;
            }
        }
        return true;
    }

    private void copyNext() {
        if (!overlaid.get(next)) {
            pages.read(next, page);
            take(next, page, 0);
        }
        next++;
    }

    private boolean sync() {
        syncing.take();
        boolean free = !syncing.isRunning();
        if (free) {
            unsynced = 0;
            syncing.begin(history::sync);
        }
        return free;
    }

    /**
     * Numbers what was found.
     *
     * @return whether anything differed; that is still to be synced
     */
    boolean finish() throws GapException {
        tail.consume(this::overlay);
        while (next <= pageCount) {
            copyNext();
        }
        boolean first = history.newest().next().opensEpoch();
        int lowest = written.nextSetBit(0);
        boolean differs = (lowest >= 0 && lowest <= pageCount) || pageCount != before.pageCount();
        if (!first && !differs) {
            return false;
        }
        history.add(writer.finish(pageCount, tail.mark().orElse(""), System.currentTimeMillis()));
        return true;
    }

    /** Bytes that the whole copy may take. */
    long bytes() {
        return (long) pageCount * page.length;
    }

    @Override
    public void close() {
        writer.close();
    }
}
