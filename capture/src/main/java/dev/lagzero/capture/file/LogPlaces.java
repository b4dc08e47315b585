package dev.lagzero.capture.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Where in the log the newest content of pages lies, as far as it was taken over: who takes a transaction over need not
 * read its pages at once. That holds for one generation of the log. A writer begins the next one when all of the log is
 * copied back into the database file, not before all of it was taken over, and nothing of the next one is copied back
 * before the mark in front of it has moved: what was not read by then is whole in the file.
 */
public final class LogPlaces {

    private final SqliteFile file;
    private final SharedIndex index;
    private final FrameTable frames = new FrameTable();
    private @Nullable WalHeader generation;

    LogPlaces(SqliteFile file, SharedIndex index) {
        this.file = file;
        this.index = index;
    }

    /** Keeps where some of a transaction's pages lie. */
    public void keep(LogPages log, IntPredicate wanted) {
        if (!log.header().sameGeneration(generation)) {
            frames.clear();
            generation = log.header();
        }
        log.places((number, frame) -> {
            if (wanted.test(number)) {
                frames.put(number, frame);
            }
        });
    }

    /** Reads a page out of the log; false when the database file has all that was taken over of it. */
    public boolean read(int number, byte[] page) throws GapException {
        int frame = frames.get(number);
        WalHeader kept = generation;
        if (frame == FrameTable.NONE || kept == null) {
            return false;
        }
        FileChannel log = file.log();
        try {
            boolean whole = log != null && WalCursor.readFrame(log, kept, frame, number, page);
            // SQLite tells of a new generation before it writes its first frame: looked at earlier, this proves
            // nothing.
            if (!index.committed().isOf(kept)) {
                return false;
            }
            if (!whole) {
                throw new GapException(Gap.LOG_RESET);
            }
            return true;
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }
}
