package dev.lagzero.capture.file;

import dev.lagzero.capture.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a write-ahead log commit by commit. Frames behind the last commit may be rewritten in place or rolled back, so
 * they are read again each time; everything up to it stays as it is until the salts in the header change.
 */
final class WalCursor {

    static final int FRAME_HEADER = 24;
    private static final int CHUNK = 256 << 10;

    /** Frames of a transaction that is not large. */
    private static final int SMALL = 1000;

    private final WalHeader header;
    private final int frameSize;
    private int frames;
    private WalChecksum checksum;

    /** Frames as they were read last, beginning behind {@link #inFront}. */
    private byte[] chunk;

    private int inFront;
    private int inChunk;

    private WalCursor(WalHeader header, int frames, WalChecksum checksum) {
        this.header = header;
        this.frameSize = FRAME_HEADER + header.pageSize();
        this.frames = frames;
        this.checksum = checksum;
        this.chunk = new byte[frameSize];
    }

    /** Told of each commit, in order. */
    @FunctionalInterface
    interface Commits {
        void commit(Commit commit) throws IOException;
    }

    /**
     * One committed transaction in the log.
     *
     * @param pages numbers of the pages it wrote, in order, some perhaps more than once: the last one counts
     * @param first the frame of the first one; the others follow
     * @param databasePages pages of the database afterwards
     * @param mark where the log stands behind it
     */
    record Commit(int[] pages, int first, int databasePages, WalMark mark) {}

    static @Nullable WalHeader readHeader(FileChannel log) throws IOException {
        byte[] head = new byte[WalHeader.SIZE];
        return WalHeader.parse(head, Disk.readFully(log, ByteBuffer.wrap(head), 0));
    }

    /** From the beginning of a generation. */
    static WalCursor start(WalHeader header) {
        return new WalCursor(header, 0, header.checksum());
    }

    /** From a place that was reached before; null when the log no longer has it. */
    static @Nullable WalCursor at(FileChannel log, WalMark mark) throws IOException {
        WalHeader header = readHeader(log);
        if (header == null || header.salt1() != mark.salt1() || header.salt2() != mark.salt2()) {
            return null;
        }
        WalCursor cursor = new WalCursor(header, mark.frame(), mark.checksum());
        return mark.frame() == 0 || cursor.isWritten(log, mark.frame(), mark.checksum()) ? cursor : null;
    }

    private boolean isWritten(FileChannel log, int frame, WalChecksum expected) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(FRAME_HEADER);
        return Disk.readFully(log, head, offset(frame)) == FRAME_HEADER
                && head.getInt(8) == header.salt1()
                && head.getInt(12) == header.salt2()
                && head.getInt(16) == expected.first()
                && head.getInt(20) == expected.second();
    }

    boolean isOf(@Nullable WalHeader other) {
        return header.sameGeneration(other);
    }

    WalHeader header() {
        return header;
    }

    int frames() {
        return frames;
    }

    int pageSize() {
        return header.pageSize();
    }

    WalMark mark() {
        return new WalMark(header.salt1(), header.salt2(), frames, checksum);
    }

    /** Gives back what reading many frames at once takes. */
    void ease() {
        chunk = new byte[0];
        inChunk = 0;
    }

    /**
     * Reads on to the last commit at or before a frame, or to the first one behind it; what is told and taken over is read.
     *
     * @param enough where to stop
     * @param limit where to stop in any case
     */
    void advance(FileChannel log, long enough, long limit, Commits commits) throws IOException {
        int size = (int) Math.min(CHUNK / frameSize, Math.max(1, limit - frames));
        if (chunk.length < size * frameSize) {
            chunk = new byte[size * frameSize];
        }
        int[] open = new int[16];
        int opened = 0;
        WalChecksum running = checksum;
        int frame = frames;
        while (frame < limit && (frame < enough || opened > 0)) {
            int most = (int) Math.min(chunk.length / frameSize, limit - frame);
            int whole = Disk.readFully(log, ByteBuffer.wrap(chunk, 0, most * frameSize), offset(frame + 1)) / frameSize;
            inFront = frame;
            inChunk = whole;
            if (whole == 0) {
                return;
            }
            for (int i = 0; i < whole; i++) {
                running = next(i * frameSize, running);
                if (running == null) {
                    return;
                }
                ByteBuffer head = ByteBuffer.wrap(chunk);
                open = opened == open.length ? Arrays.copyOf(open, opened * 2) : open;
                open[opened++] = head.getInt(i * frameSize);
                frame++;
                int pagesAfter = head.getInt(i * frameSize + 4);
                if (pagesAfter != 0) {
                    WalMark mark = new WalMark(header.salt1(), header.salt2(), frame, running);
                    commits.commit(new Commit(Arrays.copyOf(open, opened), frame - opened + 1, pagesAfter, mark));
                    // Not before: what could not be taken over is told again.
                    frames = frame;
                    checksum = running;
                    opened = 0;
                    if (frame >= enough) {
                        return;
                    }
                }
            }
        }
    }

    /** Whether a transaction ends among the last frames up to one. */
    boolean commitsBefore(FileChannel log, long frame) throws IOException {
        ByteBuffer pagesAfter = ByteBuffer.allocate(4);
        for (long at = frame; at > Math.max(frames, frame - SMALL); at--) {
            if (Disk.readFully(log, pagesAfter.clear(), offset((int) at) + 4) < 4) {
                return false;
            }
            if (pagesAfter.getInt(0) != 0) {
                return true;
            }
        }
        return false;
    }

    /** The checksum behind a frame in the chunk, null when the frame is not of this generation. */
    private @Nullable WalChecksum next(int at, WalChecksum running) {
        ByteBuffer head = ByteBuffer.wrap(chunk);
        if (head.getInt(at + 8) != header.salt1() || head.getInt(at + 12) != header.salt2() || head.getInt(at) <= 0) {
            return null;
        }
        WalChecksum next = running.over(chunk, at, 8, header.order())
                .over(chunk, at + FRAME_HEADER, header.pageSize(), header.order());
        return next.first() == head.getInt(at + 16) && next.second() == head.getInt(at + 20) ? next : null;
    }

    /** Where a frame begins, counted from 1. */
    private long offset(int frame) {
        return offset(frame, frameSize);
    }

    private static long offset(int frame, int frameSize) {
        return WalHeader.SIZE + (frame - 1L) * frameSize;
    }

    /** Copies the page in a frame. */
    void read(FileChannel log, int frame, byte[] page) throws IOException {
        Disk.readFully(log, ByteBuffer.wrap(page, 0, header.pageSize()), offset(frame) + FRAME_HEADER);
    }

    /** Copies the page in a frame; false when that is not a frame of this page and this generation. */
    static boolean readFrame(FileChannel log, WalHeader header, int frame, int number, byte[] page) throws IOException {
        long at = offset(frame, FRAME_HEADER + header.pageSize());
        ByteBuffer head = ByteBuffer.allocate(FRAME_HEADER);
        int length = Disk.readFully(log, head, at) + Disk.readFully(log, ByteBuffer.wrap(page), at + FRAME_HEADER);
        return length == FRAME_HEADER + header.pageSize()
                && head.getInt(0) == number
                && head.getInt(8) == header.salt1()
                && head.getInt(12) == header.salt2();
    }

    /** Shows the page in a frame, which may lie in an array that is used again, or is copied to {@code spare}. */
    void show(FileChannel log, int frame, byte[] spare, Sight sight) throws IOException {
        int at = frame - inFront - 1;
        if (at >= 0 && at < inChunk) {
            sight.see(chunk, at * frameSize + FRAME_HEADER);
        } else {
            read(log, frame, spare);
            sight.see(spare, 0);
        }
    }

    /** A page where it lies. */
    @FunctionalInterface
    interface Sight {
        void see(byte[] bytes, int offset);
    }
}
