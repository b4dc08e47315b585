package dev.lagzero.capture.follow;

import dev.lagzero.capture.file.FilePages;
import dev.lagzero.capture.file.Gap;
import dev.lagzero.capture.file.GapException;
import dev.lagzero.capture.file.LogPages;
import dev.lagzero.capture.file.LogPlaces;
import dev.lagzero.capture.file.SqliteFile;
import dev.lagzero.capture.file.WalTail;
import dev.lagzero.capture.shadow.PageHistory;
import dev.lagzero.capture.shadow.View;
import dev.lagzero.capture.spool.PageSetWriter;
import dev.lagzero.schemas.moment.Moment;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;

/**
 * Brings what is known of a source up to what it holds now, while it is written to: the first copy, and the answer to
 * every gap. Pages are read as they are at that moment, and what the log brings of them later is written over them. What
 * it brings of a page that is not reached yet is left where it is, so that the disk takes it once and not twice; so is
 * what it brings of one that was copied, which is then copied again in the end, as long as these are few: an application
 * writes to the same pages again and again.
 *
 * <p>Why that is exact: a page of the database file is only ever rewritten out of the log. A frame that is not taken over
 * yet will be, so it does no harm that the file has it already, or half of it. Of those that are taken over, and those the
 * log held at the beginning, the newest one is {@linkplain LogPlaces read out of the log} as long as it is there; when the
 * log was begun anew, or copied back as a whole before there was a mark, the file has it whole. So the result is exact
 * where the log stands at the end. No mark is held longer than a slice takes.
 */
final class FuzzyCopy implements AutoCloseable {

    /**
     * So much is written, at most, before it is synced: one sync of the whole copy in the end would keep the writer's own
     * syncs waiting behind gigabytes.
     */
    private static final long UNSYNCED = 16L << 20;

    /** And so much of what was copied while somebody writes: the writer's own syncs wait behind it. */
    private static final long UNSYNCED_BESIDE = 4L << 20;

    /** So long pages are copied at once; the log is read in between. */
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final long SLICE_BESIDE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Pages that are copied without a look at the time. */
    private static final int RUN = 16;

    /** Pages are counted from 1. */
    private static final int NONE = 0;

    /** One page of so many may be left to be copied again. */
    private static final int AGAIN = 4;

    private final WalTail tail;
    private final PageHistory history;
    private final Aside syncing;
    private final View before;
    private final FilePages pages;
    private final PageSetWriter writer;
    private final LogPlaces places;
    private final BitSet again = new BitSet();
    private final BitSet written = new BitSet();
    private final byte[] page;
    private int pageCount;
    private int next = 1;
    private int againCount;

    /** No page before this one is to be copied again. */
    private int nextAgain;

    /** All pages were reached: from now on none is left again, so that there is an end. */
    private boolean reached;

    private Pace pace = new Pace(Long.MAX_VALUE, System.nanoTime());

    /** Bytes that were written since the last sync began. */
    private long unsynced;

    /** How many of them were copied. */
    private long fromFile;

    private long syncBegan;

    /** The part of the disk's work that is there because of what was copied. */
    private double share;

    private FuzzyCopy(SqliteFile file, PageHistory history, Aside syncing, Gap gap) {
        this.tail = file.tail();
        this.history = history;
        this.syncing = syncing;
        this.before = history.view(history.newest());
        this.places = tail.places();
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

    /** @param bytes of the log that may be gathered before the copy goes on without regard to writers */
    void hasRoom(long bytes) {
        pace = new Pace(bytes, System.nanoTime());
    }

    void overlay(LogPages log) {
        long before = unsynced;
        places.keep(log, this::leave);
        log.each(number -> !isLeft(number), this::take);
        pageCount = log.databasePages();
        pace.logged(unsynced - before, System.nanoTime());
    }

    private boolean isLeft(int number) {
        return number >= next || again.get(number);
    }

    /** Whether a page that the log brings is to be copied later. */
    private boolean leave(int number) {
        if (isLeft(number)) {
            return true;
        }
        if (reached || againCount >= pageCount / AGAIN) {
            return false;
        }
        again.set(number);
        againCount++;
        return true;
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

    /** Whether pages may be copied, or what the disk did is to be looked at. */
    boolean isDue(long nanoTime) {
        return syncing.isRunning() ? syncing.hasEnded() || !pace.isSlow(nanoTime) : pace.mayGo(nanoTime);
    }

    /** Copies for a while, unless the disk is behind, or writers are to go first; returns whether all pages are there. */
    boolean step() throws GapException {
        long began = System.nanoTime();
        boolean slow = pace.isSlow(began);
        boolean free = synced(began);
        boolean turn = !slow || (free && pace.mayGo(began));
        if (unsynced >= UNSYNCED || (slow && fromFile >= UNSYNCED_BESIDE)) {
            if (!free) {
                return false;
            }
            sync(began);
        }
        return turn && copy(began, slow);
    }

    private boolean copy(long began, boolean slow) throws GapException {
        long until = began + (slow ? SLICE_BESIDE_NANOS : SLICE_NANOS);
        long before = unsynced;
        long most = Math.min(UNSYNCED, slow ? before + UNSYNCED_BESIDE - fromFile : UNSYNCED);
        boolean timely = true;
        while (timely && !isWhole() && unsynced < most) {
            copy(RUN);
            timely = System.nanoTime() - until < 0;
        }
        fromFile += unsynced - before;
        long now = System.nanoTime();
        pace.copied(unsynced - before, now - began, now);
        return isWhole();
    }

    /** Copies the next pages. */
    void copy(int count) throws GapException {
        int number = upcoming();
        for (int i = 0; i < count && number != NONE; i++) {
            if (!places.read(number, page)) {
                pages.read(number, page);
            }
            take(number, page, 0);
            if (number == next) {
                next++;
            } else {
                again.clear(number);
            }
            number = upcoming();
        }
    }

    /** Whether there is no page left to be copied. */
    boolean isWhole() {
        return upcoming() == NONE;
    }

    private int upcoming() {
        if (next <= pageCount) {
            return next;
        }
        reached = true;
        int left = again.nextSetBit(nextAgain);
        nextAgain = left < 0 ? again.length() : left;
        // What was cut off may come back.
        return left < 0 || left > pageCount ? NONE : left;
    }

    /** Whether the disk has nothing to do for this copy. */
    private boolean synced(long nanoTime) {
        if (syncing.take()) {
            pace.synced((long) (share * (nanoTime - syncBegan)), nanoTime);
        }
        return !syncing.isRunning();
    }

    private void sync(long nanoTime) {
        share = (double) fromFile / unsynced;
        fromFile = 0;
        unsynced = 0;
        syncBegan = nanoTime;
        syncing.begin(history::sync);
    }

    /**
     * Numbers what was found.
     *
     * @return whether anything differed; that is still to be synced
     */
    boolean finish() throws GapException {
        tail.consume(this::overlay);
        copy(Integer.MAX_VALUE);
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
