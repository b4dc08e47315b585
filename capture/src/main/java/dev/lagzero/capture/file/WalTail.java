package dev.lagzero.capture.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The end of a source's write-ahead log, followed under {@linkplain ReadMarks read marks}.
 *
 * <p>While the older one holds the mark of a frame, nobody resets the log. When the log is copied back as a whole, a
 * writer may reset it once; but nobody copies back the new generation before the mark has moved, so it cannot be reset
 * again.
 */
public final class WalTail implements AutoCloseable {

    /** No frame. */
    public static final long NOWHERE = -1;

    private static final int HOLE_TRIES = 50;

    private final SqliteFile file;
    private final ReadMarks marks;
    private final Checkpoints checkpoints;
    private final SharedIndex index;
    private @Nullable WalCursor cursor;
    private long stamp;
    private boolean copiedBackWhenMarked;
    private boolean part;

    /** Our mark is there, or behind. */
    private volatile WalIndexHeader marked = WalIndexHeader.NONE;

    /** Where it was when copying back began. */
    private volatile WalIndexHeader expected = WalIndexHeader.NONE;

    /**
     * What was committed when the first mark was taken. If it was copied back by then, the mark does not keep it: a writer
     * may begin the log anew while it is read.
     */
    private WalIndexHeader found = WalIndexHeader.NONE;

    private int pages;
    private long length;
    private final MarkClock clock = new MarkClock();
    private WalIndexHeader skipped = WalIndexHeader.NONE;

    WalTail(SqliteFile file, ReadMarks marks, Checkpoints checkpoints, SharedIndex index) {
        this.file = file;
        this.marks = marks;
        this.checkpoints = checkpoints;
        this.index = index;
    }

    /** Takes over one committed transaction of the log. */
    @FunctionalInterface
    public interface Commits {
        void commit(LogPages pages);
    }

    /**
     * Takes the first mark and goes on behind a place that was reached before.
     *
     * @throws GapException when the log does not lead on from there
     */
    public void resume(String mark) throws GapException {
        hold();
        try {
            WalMark known = WalMark.decode(mark).orElseThrow(() -> new GapException(Gap.LOG_UNKNOWN));
            FileChannel log = file.log();
            WalHeader header = log == null ? null : WalCursor.readHeader(log);
            if (header == null || log == null) {
                throw new GapException(Gap.LOG_MISSING);
            }
            if (header.salt1() != known.salt1() || header.salt2() != known.salt2()) {
                throw new GapException(Gap.LOG_RESET);
            }
            cursor = WalCursor.at(log, known);
            WalIndexHeader committed = index.committed();
            boolean covered = committed.salt1() == known.salt1()
                    && committed.salt2() == known.salt2()
                    && committed.frames() >= known.frame();
            if (cursor == null || !covered) {
                throw new GapException(Gap.LOG_SHORTER);
            }
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    /** Takes the first mark and begins with all that the log holds, known or not. */
    public void restart(Commits commits) throws GapException {
        hold();
        found = index.committed();
        cursor = null;
        consume(commits);
    }

    /** Takes the first mark, if there is none: from now on nothing gets into the database file unseen. */
    public void hold() {
        if (marks.hold()) {
            stamp = 0;
            file.refresh();
            found = index.committed();
        }
    }

    /**
     * Whether anything was committed since the last {@link #consume}, or our mark is all that keeps the log from beginning
     * anew: somebody's checkpoint may be waiting for it. Some reads of shared memory.
     */
    public boolean moved() {
        return !index.isThere() || part || index.stamp() != stamp || (!copiedBackWhenMarked && isCopiedBack());
    }

    /** Whether the mark is to be moved though nothing was committed. */
    public boolean isMarkDue(long nanoTime) {
        return length > 0 && clock.isDue(nanoTime, !copiedBackWhenMarked);
    }

    /**
     * Takes over everything that is committed, transaction by transaction, and moves the mark behind it.
     *
     * @throws GapException when the log has a hole
     * @throws SourceBusyException when a lock keeps readers out for the moment
     */
    public void consume(Commits commits) throws GapException {
        consume(commits, Long.MAX_VALUE);
    }

    /**
     * The same, in parts.
     *
     * @param bytes after so many it stops at the end of a transaction, if that keeps what it did not take over from
     *     being overwritten
     */
    public void consume(Commits commits, long bytes) throws GapException {
        hold();
        long seen = index.stamp();
        // A reader that begins when all is copied back does not use the log, and does not keep it.
        WalIndexHeader marked = index.committed();
        boolean whole = marked.frames() <= index.backfilled();
        marks.move(() -> read(commits, bytes));
        boolean copiedBack = whole && !part;
        clock.moved(stamp != seen || (copiedBack && !copiedBackWhenMarked));
        stamp = seen;
        this.marked = marked;
        copiedBackWhenMarked = copiedBack;
    }

    private void read(Commits commits, long bytes) throws GapException {
        try {
            readOn(commits, bytes);
        } catch (LogPages.Overwritten e) {
            throw new GapException(Gap.LOG_RESET);
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    private void readOn(Commits commits, long bytes) throws IOException, GapException {
        for (int attempt = 0; attempt < HOLE_TRIES; attempt++) {
            file.refresh();
            WalIndexHeader committed = index.committed();
            FileChannel log = file.log();
            WalHeader header = log == null ? null : WalCursor.readHeader(log);
            boolean same = header != null && committed.isOf(header);
            length = committed.frames();
            if (length == 0 && isCutOff(cursor)) {
                throw new GapException(Gap.LOG_RESET);
            }
            if (length == 0 || committed.equals(skipped)) {
                pages = 0;
                part = false;
                return;
            }
            if (cursor == null && committed.isOfGeneration(skipped)) {
                // Somebody wrote on behind the hole. What stands in front of it is long known, and must not be told
                // again.
                throw new GapException(Gap.LOG_HOLE);
            }
            if (same && log != null) {
                long enough = advance(log, header, committed, commits, bytes);
                if (cursor != null && cursor.frames() >= Math.min(enough, committed.frames())) {
                    part = cursor.frames() < committed.frames();
                    return;
                }
            }
            Thread.onSpinWait();
        }
        throw new GapException(Gap.LOG_HOLE);
    }

    /** Whether a generation that is over was not read to the end of what was found in it. */
    private boolean isCutOff(@Nullable WalCursor at) {
        return at != null && found.isOf(at.header()) && at.frames() < found.frames();
    }

    /** Returns the frame that it was to reach. */
    private long advance(FileChannel log, WalHeader header, WalIndexHeader committed, Commits commits, long bytes)
            throws IOException, GapException {
        WalCursor at = cursor;
        if (at == null || !at.isOf(header)) {
            if (isCutOff(at)) {
                throw new GapException(Gap.LOG_RESET);
            }
            at = WalCursor.start(header);
            cursor = at;
        }
        WalCursor reading = at;
        byte[] spare = new byte[reading.pageSize()];
        // A mark that was taken when all was copied back keeps nothing that was committed before from being
        // overwritten.
        long enough = bytes == Long.MAX_VALUE
                ? committed.frames()
                : Math.max(reading.frames() + bytes / reading.pageSize(), index.backfilled());
        reading.advance(log, enough, committed.frames(), commit -> {
            pages = commit.databasePages();
            commits.commit(new LogPages(
                    reading, log, commit, spare, () -> index.committed().isOf(header)));
        });
        return enough;
    }

    /** For one who takes everything over and reads some of it later. */
    public LogPlaces places() {
        return new LogPlaces(file, index);
    }

    /** Where the log is read to; empty when it holds nothing. */
    public Optional<String> mark() {
        return Optional.ofNullable(cursor).map(at -> at.mark().encode());
    }

    /** Pages of the database after the last commit in the log; 0 when the log holds none. */
    public int pages() {
        return pages;
    }

    /** Frames in the log, all of them read. */
    public long frames() {
        return length;
    }

    /** Whether everything that is read is copied back into the database file: the next writer begins a new log. */
    public boolean isCopiedBack() {
        return length == 0 || index.backfilled() >= length;
    }

    /**
     * The frame at which copying back ended the last time, because of somebody else's mark; {@link #NOWHERE} when it came
     * as far as ours had let go of.
     */
    public long stoppedAt() {
        long copied = index.backfilled();
        return index.committed().isOfGeneration(expected) && copied < expected.frames() ? copied : NOWHERE;
    }

    /** Whether nothing of ours keeps the next writer from beginning a new log. */
    public boolean isReleasable() {
        return isCopiedBack() && copiedBackWhenMarked;
    }

    /** Copies back what it can without anybody waiting; it may be read on meanwhile. */
    public void copyBack() {
        expected = marked;
        checkpoints.passive();
    }

    /**
     * The same, to be run beside the reading, and with what was copied on the disk. SQLite syncs the file when the log is
     * copied back as a whole, and then all of it: writers, who wait for that, are to find little left.
     */
    public Runnable copyingBack() {
        FileChannel database = file.database();
        return () -> {
            copyBack();
            try {
                if (database != null && !isCopiedBack()) {
                    database.force(false);
                }
            } catch (IOException e) {
                throw file.unreadable(e);
            }
        };
    }

    /** Who may copy the log back, and write to it. */
    public Checkpoints checkpoints() {
        return checkpoints;
    }

    /** Bytes of the log with all that is committed by now, read or not. */
    public long written() {
        return cursor == null ? 0 : index.committed().frames() * cursor.pageSize();
    }

    /** Whether something that was committed before the last {@link #consume} is still to be taken over. */
    public boolean isReadInPart() {
        return part;
    }

    /** Whether what comes next, up to so many bytes, ends with transactions of moderate size. */
    public boolean isEven(long bytes) {
        WalCursor at = cursor;
        FileChannel log = file.log();
        if (at == null || log == null) {
            return true;
        }
        try {
            long frame = Math.min(index.committed().frames(), at.frames() + bytes / at.pageSize());
            return frame <= at.frames() || at.commitsBefore(log, frame);
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    /** Of two logs in succession never the same. */
    public int generation() {
        return index.committed().salt1();
    }

    /** Bytes that are committed and not copied back. */
    public long unsaved() {
        WalCursor at = cursor;
        return at == null ? 0 : Math.max(0, index.committed().frames() - index.backfilled()) * at.pageSize();
    }

    /** Bytes that are committed and not read. */
    public long unread() {
        WalCursor at = cursor;
        if (at == null) {
            return 0;
        }
        WalIndexHeader committed = index.committed();
        return (committed.frames() - (committed.isOf(at.header()) ? at.frames() : 0)) * at.pageSize();
    }

    /**
     * Leads past a hole that only SQLite's own index knows the way around: everything is copied back into the database
     * file, and what the log holds no longer counts.
     *
     * @return false when it could not be copied back as a whole, because writers go on; it may be tried again
     */
    public boolean skipHole() {
        marks.skip();
        checkpoints.passive();
        WalIndexHeader whole = index.committed();
        if (index.backfilled() < whole.frames()) {
            return false;
        }
        // The mark of a frame keeps the log from beginning anew; only if nothing was added either, nothing is skipped
        // that is not in the file.
        marks.skip();
        if (!index.committed().equals(whole)) {
            return false;
        }
        skipped = whole;
        cursor = null;
        return true;
    }

    /** The same, while writers wait: those who never pause leave no other way. */
    public boolean skipHoleWhileWritersWait() {
        if (!checkpoints.lockWriters(false)) {
            return false;
        }
        try {
            return skipHole();
        } finally {
            checkpoints.unlockWriters();
        }
    }

    /** Lets go of the mark: from now on transactions may be missed. */
    public void release() {
        if (marks.release()) {
            cursor = null;
        }
    }

    /** Keeps the mark, and what shows that something was committed; everything else comes back when it is needed. */
    void ease() {
        marks.ease();
        checkpoints.close();
        if (cursor != null) {
            cursor.ease();
        }
    }

    @Override
    public void close() {
        index.forget();
        checkpoints.close();
        marks.close();
    }
}
