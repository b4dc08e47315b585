package dev.lagzero.capture.follow;

import dev.lagzero.capture.file.Fingerprint;
import dev.lagzero.capture.file.Gap;
import dev.lagzero.capture.file.Names;
import dev.lagzero.capture.file.SqliteFile;
import dev.lagzero.capture.shadow.PageHistory;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows one source, whichever way it allows, and keeps within the limits. Used by one thread at a time. */
final class Copier implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Copier.class);
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long RESTING_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final long SPACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** SQLite before it leaves holes in its log. */
    private static final int SOUND_VERSION = 3_051_003;

    private final FollowConfig config;
    private final Follower.Parts parts;
    private final PageHistory history;
    private final Room room;
    private final Folding folding;
    private final Syncing syncing;
    private final Merging merging;
    private final SqliteFile file;
    private final Names names;
    private @Nullable Way way;
    private @Nullable Fingerprint identity;
    private Gap nextGap = Gap.NO_LOG;
    private long checked;
    private long spaceChecked;
    private long restChecked = System.nanoTime();
    private SourcePosition restedAt;
    private boolean full;
    private boolean rested;
    private String notice = "";
    private volatile long checkedMillis;

    Copier(FollowConfig config, Follower.Parts parts, Syncing syncing) {
        this.config = config;
        this.parts = parts;
        this.history = parts.history();
        this.room = new Room(config.room(), history);
        this.folding = parts.folding();
        this.syncing = syncing;
        this.merging = new Merging(config, parts);
        this.restedAt = history.newest();
        this.file = SqliteFile.open(config.source(), config.file(), config.readOnly());
        this.names = new Names(parts.directories(), config.file());
    }

    boolean due(long nanoTime) {
        long pause = rested ? RESTING_CHECK_NANOS : CHECK_NANOS;
        return way == null || nanoTime - checked >= pause || (!full && way.due(nanoTime));
    }

    /**
     * Does what there is to do, for some milliseconds.
     *
     * @return whether everything committed before the call has a number
     */
    boolean turn(boolean asked) {
        if (glance()) {
            return true;
        }
        check(asked);
        if (full) {
            return false;
        }
        SourcePosition before = history.newest();
        boolean current = way().turn(asked);
        rested &= current && before.equals(history.newest());
        merging.look();
        notice = look();
        return current;
    }

    /** When nothing was committed, all that is left to look at is whether the path still leads to the file. */
    private boolean glance() {
        long now = System.nanoTime();
        if (full || way == null || identity == null || !way.isQuiet(now) || !isStillThere(identity)) {
            return false;
        }
        checked = now;
        checkRest(now);
        return true;
    }

    private boolean isStillThere(Fingerprint seen) {
        long unchanged = names.unchangedAt();
        if (unchanged > 0) {
            checkedMillis = Math.max(checkedMillis, unchanged);
            return true;
        }
        long nowMillis = System.currentTimeMillis();
        names.note();
        boolean same = file.isSame(seen);
        checkedMillis = same ? nowMillis : checkedMillis;
        return same;
    }

    /** Looks whether the path still leads to the same file, followed the same way, and whether there is room. */
    private void check(boolean asked) {
        long now = System.nanoTime();
        if (!asked && now - checked < CHECK_NANOS && way != null) {
            return;
        }
        checked = now;
        long nowMillis = System.currentTimeMillis();
        names.note();
        boolean same = identity == null || file.isSame(identity);
        Fingerprint seen = file.fingerprint();
        if (!same) {
            LOG.warn("source={} event=file-replaced path={}", config.source(), config.file());
            nextGap = Gap.FILE_REPLACED;
            leave();
        } else if (way != null && !way.fits()) {
            LOG.info("source={} event=journal-mode-changed", config.source());
            leave();
        }
        identity = seen;
        checkedMillis = nowMillis;
        if (now - spaceChecked >= SPACE_NANOS) {
            spaceChecked = now;
            checkSpace();
        }
        checkRest(now);
    }

    private void checkRest(long now) {
        if (rested || now - restChecked < config.restAfter().toNanos()) {
            return;
        }
        restChecked = now;
        SourcePosition newest = history.newest();
        if (newest.equals(restedAt) && way != null && way.settle() && folding.rest()) {
            file.ease();
            rested = true;
        }
        restedAt = newest;
    }

    private void checkSpace() {
        long floor = config.limits().free();
        long free = room.free(floor);
        if (!full && free < floor) {
            full = true;
            LOG.warn("source={} event=no-space free={} floor={}", config.source(), free, floor);
            if (way instanceof ByLog log) {
                log.letGo();
            }
        } else if (full && free >= floor + floor / 8) {
            full = false;
        }
    }

    /** Why nothing is being followed, in words; empty while it is. */
    String cause() {
        return full
                ? "the disk of the data directory has less than "
                        + (config.limits().free() >> 20)
                        + " MB free: free some space, or give --data DIR on a larger disk"
                : "";
    }

    private Way way() {
        if (way == null) {
            way = file.isInWalMode()
                    ? new ByLog(config, file, parts, syncing, nextGap)
                    : new ByPages(file, history, nextGap);
            nextGap = Gap.NO_LOG;
        }
        return way;
    }

    private void leave() {
        if (way != null) {
            way.close();
            way = null;
        }
        file.rest();
    }

    String notice() {
        return notice;
    }

    private String look() {
        String how = way == null ? "" : way.notice();
        int version = identity == null || !how.isEmpty() ? 0 : file.writerVersion();
        return version > 0 && version < SOUND_VERSION && way instanceof ByLog
                ? "the application writes with SQLite " + version / 1_000_000 + "." + version / 1000 % 1000 + "."
                        + version % 1000 + ": before 3.51.3 it can corrupt a database in WAL mode, and leave holes in"
                        + " its log. Move it to 3.51.3 or newer"
                : how;
    }

    /** When nothing more was seen to be committed, in the file that the path leads to. */
    long lookedMillis() {
        return way == null ? 0 : Math.min(way.lookedMillis(), checkedMillis);
    }

    SourcePosition newest() {
        return history.newest();
    }

    @Override
    public void close() {
        leave();
    }
}
