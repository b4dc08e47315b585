package dev.lagzero.capture.follow;

import dev.lagzero.capture.file.Gap;
import dev.lagzero.capture.file.GapException;
import dev.lagzero.capture.file.SourceBusyException;
import dev.lagzero.capture.file.SqliteFile;
import dev.lagzero.capture.file.WalTail;
import dev.lagzero.capture.shadow.PageHistory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the write-ahead log, one transaction of the source to one page set; closes gaps by copying. */
final class ByLog implements Way {

    private static final Logger LOG = LoggerFactory.getLogger(ByLog.class);

    /** So long, at most, a busy writer's log goes before the copy. */
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int PATIENCE = 100;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long MARGIN = 64L << 20;

    private final String source;
    private final Room room;
    private final SqliteFile file;
    private final PageHistory history;
    private final WalTail tail;
    private final LogKeeping keeping;
    private final LogSpooling spooling;
    private final Yielding yielding;
    private final Syncing syncing;
    private final Aside copySyncing;
    private long sliceBefore = System.nanoTime();
    private @Nullable Gap gap;
    private @Nullable FuzzyCopy copy;
    private String lastGap = "";
    private final boolean readOnly;
    private boolean settled;
    private int holeTries;
    private long notBefore = System.nanoTime();
    private volatile long lookedMillis = System.currentTimeMillis();

    /** @param known why the log cannot lead on, if that is known: {@link Gap#NO_LOG} if not */
    ByLog(FollowConfig config, SqliteFile file, Follower.Parts parts, Syncing syncing, Gap known) {
        this.source = config.source();
        this.readOnly = config.readOnly();
        this.file = file;
        this.history = parts.history();
        this.room = new Room(config.room(), history);
        this.spooling = new LogSpooling(history, syncing::due);
        this.yielding = new Yielding(history);
        this.tail = file.tail();
        this.keeping = new LogKeeping(tail, config, parts.rounds()::beside);
        this.syncing = syncing;
        this.copySyncing = new Aside(parts.rounds()::beside);
        begin(known);
    }

    private void begin(Gap known) {
        if (known != Gap.NO_LOG) {
            note(known);
        } else if (history.newest().next().opensEpoch()) {
            gap = Gap.SNAPSHOT;
        } else {
            resume();
        }
    }

    private void resume() {
        try {
            tail.resume(history.newestMark());
            LOG.info("source={} event=log-continues mark={}", source, history.newestMark());
        } catch (GapException e) {
            note(e.gap());
        }
    }

    private void note(Gap found) {
        gap = found;
        lastGap = "transactions were merged (" + found.reason() + "): " + found.words();
        LOG.warn("source={} event=gap reason={} note=\"{}\"", source, found.reason(), found.words());
    }

    @Override
    public boolean due(long nanoTime) {
        if (gap != null) {
            return nanoTime - notBefore >= 0 && (copy == null || copy.isDue(nanoTime) || isLogDue(nanoTime));
        }
        if (isLogDue(nanoTime)) {
            return true;
        }
        lookedMillis = System.currentTimeMillis();
        return false;
    }

    private boolean isLogDue(long nanoTime) {
        return tail.moved() || tail.isMarkDue(nanoTime) || keeping.isDue(nanoTime);
    }

    @Override
    public boolean isQuiet(long nanoTime) {
        return gap == null && !due(nanoTime);
    }

    /**
     * Copies the log back once: whoever copies or replaces the file while nothing runs but us finds all of it there, and
     * our last connection has nothing to add when it closes.
     */
    @Override
    public boolean settle() {
        if (gap != null) {
            return false;
        }
        if (readOnly || settled || tail.isCopiedBack()) {
            return true;
        }
        try {
            tail.copyBack();
            settled = true;
        } catch (SourceBusyException e) {
            // Somebody else copies back just now: as good as doing it oneself.
            settled = true;
        }
        return false;
    }

    @Override
    public boolean turn(boolean asked) {
        long now = System.currentTimeMillis();
        try {
            if (gap != null) {
                if (!close(gap)) {
                    return false;
                }
            } else if (!follow()) {
                return false;
            }
        } catch (GapException e) {
            yielding.look(false);
            abandon();
            note(e.gap());
            return false;
        }
        lookedMillis = now;
        return true;
    }

    /** Copies on; returns whether the gap is closed. */
    private boolean close(Gap closing) throws GapException {
        if (copy == null) {
            if (closing == Gap.LOG_HOLE && !skipHole()) {
                return false;
            }
            copy = FuzzyCopy.begin(file, history, copySyncing, closing);
            long needed = (closing == Gap.SNAPSHOT ? 2 : 1) * copy.bytes() + MARGIN;
            long free = room.require(needed, "the copy of source " + source);
            copy.hasRoom((free - needed) / 2);
        }
        if (!slice(copy)) {
            keeping.follow(copy::overlay);
            return false;
        }
        boolean differed = copy.finish();
        if (differed) {
            syncing.due();
        }
        LOG.info("source={} event=gap-closed reason={} differed={}", source, closing.reason(), differed);
        abandon();
        gap = null;
        return true;
    }

    /** Copies for a while, unless the log is long: its writer would have to wait for both. */
    private boolean slice(FuzzyCopy copying) throws GapException {
        long now = System.nanoTime();
        if (keeping.isPressed() && now - sliceBefore < WAIT_NANOS) {
            return false;
        }
        boolean whole = copying.step();
        sliceBefore = System.nanoTime();
        return whole;
    }

    /** Writers that pause never wait; an application that upgrades a read transaction would be refused at once. */
    private boolean skipHole() {
        holeTries++;
        boolean skipped = holeTries % PATIENCE == 0 ? tail.skipHoleWhileWritersWait() : tail.skipHole();
        holeTries = skipped ? 0 : holeTries;
        notBefore = System.nanoTime() + (skipped ? 0 : PAUSE_NANOS);
        return skipped;
    }

    private boolean follow() throws GapException {
        try {
            return keeping.follow(spooling);
        } finally {
            yielding.look(keeping.isPressed());
            settled &= !spooling.show();
        }
    }

    /** Lets go of the log, because there is no room for what it holds; later the pages are compared. */
    void letGo() {
        yielding.look(false);
        abandon();
        tail.release();
        note(Gap.SPACE);
    }

    private void abandon() {
        if (copy != null) {
            copy.close();
            copy = null;
        }
    }

    @Override
    public boolean fits() {
        return file.isInWalMode();
    }

    @Override
    public String notice() {
        String longReader = keeping.notice();
        return longReader.isEmpty() ? lastGap : longReader;
    }

    @Override
    public long lookedMillis() {
        return lookedMillis;
    }

    @Override
    public void close() {
        keeping.close();
        yielding.look(false);
        copySyncing.close();
        abandon();
    }
}
