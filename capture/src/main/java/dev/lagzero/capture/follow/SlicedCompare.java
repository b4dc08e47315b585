package dev.lagzero.capture.follow;

import dev.lagzero.capture.file.FilePages;
import dev.lagzero.capture.file.Fingerprint;
import dev.lagzero.capture.file.Gap;
import dev.lagzero.capture.file.SqliteFile;
import dev.lagzero.capture.shadow.PageHistory;
import dev.lagzero.capture.shadow.View;
import dev.lagzero.capture.spool.PageSetWriter;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Compares a database that has no write-ahead log, page by page, with what is known of it. Writers wait while SQLite's
 * shared lock is held, so it is held for a few milliseconds at a time. What several slices saw belongs together only if
 * nothing was committed between the first and the last of them: else it begins again.
 */
final class SlicedCompare implements AutoCloseable {

    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    /** The share of the time in which the lock may be held: one part in ten. */
    private static final int REST = 9;

    private final SqliteFile file;
    private final PageHistory history;
    private final View before;
    private final PageSetWriter writer;
    private final Fingerprint began;
    private final FilePages pages;
    private final byte[] page;
    private int next = 1;
    private boolean differs;
    private long notBefore;

    /** What a slice came to. */
    enum Outcome {
        GOING_ON,
        OVERTAKEN,
        DONE
    }

    private SlicedCompare(SqliteFile file, PageHistory history, Fingerprint began, Gap gap) {
        this.file = file;
        this.history = history;
        this.before = history.view(history.newest());
        this.began = began;
        this.pages = file.pages();
        this.page = new byte[pages.pageSize()];
        Gap reason = history.newest().next().opensEpoch() ? Gap.SNAPSHOT : gap;
        this.writer = history.begin(history.newest().next(), pages.pageSize(), reason.reason());
        this.differs = history.newest().next().opensEpoch() || pages.pageCount() != before.pageCount();
    }

    /** Begins under the lock, and compares the first slice. */
    static SlicedCompare begin(SqliteFile file, PageHistory history, Gap gap) {
        file.lock();
        try {
            return new SlicedCompare(file, history, file.fingerprint(), gap);
        } finally {
            file.unlock();
        }
    }

    boolean isDue() {
        return System.nanoTime() - notBefore >= 0;
    }

    /** Compares on for some milliseconds. */
    Outcome slice() {
        file.lock();
        long started = System.nanoTime();
        try {
            if (!file.fingerprint().equals(began)) {
                return Outcome.OVERTAKEN;
            }
            while (next <= pages.pageCount()) {
                pages.read(next, page);
                take(next++);
                if ((next & 7) == 0 && System.nanoTime() - started > SLICE_NANOS) {
                    return Outcome.GOING_ON;
                }
            }
            return Outcome.DONE;
        } finally {
            file.unlock();
            long ended = System.nanoTime();
            notBefore = ended + (ended - started) * REST;
        }
    }

    private void take(int number) {
        boolean known = before.pageSize() == page.length && number <= before.pageCount();
        if (!known || !Arrays.equals(before.read(number), page)) {
            writer.page(number, page);
            differs = true;
        }
    }

    /** Numbers what was found; returns whether anything differed. */
    boolean finish() {
        if (differs) {
            history.add(writer.finish(pages.pageCount(), "", System.currentTimeMillis()));
            history.sync();
        }
        return differs;
    }

    /** What the file looked like at the state that was compared. */
    Fingerprint fingerprint() {
        return began;
    }

    @Override
    public void close() {
        writer.close();
    }
}
