package dev.lagzero.capture.follow;

import dev.lagzero.capture.file.Fingerprint;
import dev.lagzero.capture.file.Gap;
import dev.lagzero.capture.file.SqliteFile;
import dev.lagzero.capture.shadow.PageHistory;
import dev.lagzero.schemas.moment.Moment;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Compares the pages of a database that has no write-ahead log, whenever its change counter has moved. */
final class ByPages implements Way {

    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long IDLE_FOR_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long BUSY_FOR_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final SqliteFile file;
    private final PageHistory history;
    private final Gap gap;
    private @Nullable Fingerprint known;
    private @Nullable SlicedCompare compare;
    private long lastLook = System.nanoTime() - IDLE_NANOS;
    private long lastChange = System.nanoTime();
    private volatile long lookedMillis = System.currentTimeMillis();

    ByPages(SqliteFile file, PageHistory history, Gap gap) {
        this.file = file;
        this.history = history;
        this.gap = gap;
    }

    @Override
    public boolean due(long nanoTime) {
        if (compare != null) {
            return compare.isDue();
        }
        return nanoTime - lastLook >= pause(nanoTime - lastChange);
    }

    private static long pause(long idle) {
        if (idle < BUSY_FOR_NANOS) {
            return BUSY_NANOS;
        }
        return idle < IDLE_FOR_NANOS ? IDLE_NANOS : REST_NANOS;
    }

    @Override
    public boolean isQuiet(long nanoTime) {
        return false;
    }

    @Override
    public boolean settle() {
        return compare == null;
    }

    @Override
    public boolean turn(boolean asked) {
        if (compare != null && !compare.isDue()) {
            return false;
        }
        long now = System.currentTimeMillis();
        lastLook = System.nanoTime();
        if (compare == null) {
            if (file.fingerprint().equals(known)) {
                lookedMillis = now;
                return true;
            }
            compare = SlicedCompare.begin(file, history, gap);
        }
        return slice(compare, now);
    }

    private boolean slice(SlicedCompare going, long now) {
        lastChange = System.nanoTime();
        return switch (going.slice()) {
            case GOING_ON -> false;
            case OVERTAKEN -> {
                abandon();
                yield false;
            }
            case DONE -> {
                if (going.finish()) {
                    Moment.PAGE_SET_SPOOLED.passed();
                }
                known = going.fingerprint();
                abandon();
                // A comparison that began earlier than this turn says nothing of what was committed before the turn,
                // unless nothing was: the fingerprint is the same under the lock of the last slice.
                lookedMillis = now;
                yield true;
            }
        };
    }

    private void abandon() {
        if (compare != null) {
            compare.close();
            compare = null;
        }
    }

    @Override
    public boolean fits() {
        return !file.isInWalMode();
    }

    @Override
    public String notice() {
        return "the database is not in WAL mode: transactions that follow each other closely arrive as one."
                + " PRAGMA journal_mode=WAL, set once by the application, makes them arrive one by one";
    }

    @Override
    public long lookedMillis() {
        return lookedMillis;
    }

    @Override
    public void close() {
        abandon();
    }
}
