package dev.lagzero.capture.file;

import dev.lagzero.capture.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Follows a write-ahead log commit by commit. Frames behind the last commit may be rewritten in place or rolled back, so
 * they are read again each time; everything up to it stays as it is until the salts in the header change.
 */
final class WalScan {

    static final int FRAME_HEADER = 24;

    private @Nullable WalHeader header;
    private WalChecksum checksum = WalChecksum.START;
    private int frames;
    private int databasePages;
    private int[] frameOfPage = new int[0];
    private BitSet touched = new BitSet();

    /**
     * Reads on to the last valid commit.
     *
     * @return false when this is another generation than at the last call, so that commits may have been missed
     */
    boolean advance(FileChannel log) throws IOException {
        WalHeader now = readHeader(log);
        // An absent log proves nothing: one may have come, been copied back and been truncated meanwhile.
        boolean continued = now != null && now.sameGeneration(header);
        if (!continued) {
            restart(now);
        }
        if (now != null) {
            readFrames(log, now);
        }
        return continued;
    }

    /** Whether the log is still of the generation that was read; if not, frames may have been overwritten meanwhile. */
    boolean isUnchanged(FileChannel log) throws IOException {
        WalHeader now = readHeader(log);
        return now == null ? header == null : now.sameGeneration(header);
    }

    static @Nullable WalHeader readHeader(FileChannel log) throws IOException {
        byte[] head = new byte[WalHeader.SIZE];
        return WalHeader.parse(head, Disk.readFully(log, ByteBuffer.wrap(head), 0));
    }

    private void restart(@Nullable WalHeader now) {
        header = now;
        checksum = now == null ? WalChecksum.START : now.checksum();
        frames = 0;
        databasePages = 0;
        Arrays.fill(frameOfPage, 0);
        touched = new BitSet();
    }

    private void readFrames(FileChannel log, WalHeader wal) throws IOException {
        int frameSize = FRAME_HEADER + wal.pageSize();
        byte[] chunk = new byte[frameSize * Math.max(1, (256 << 10) / frameSize)];
        int[] open = new int[64];
        int opened = 0;
        int frame = frames;
        WalChecksum running = checksum;
        while (true) {
            long offset = WalHeader.SIZE + (long) frame * frameSize;
            int whole = Disk.readFully(log, ByteBuffer.wrap(chunk), offset) / frameSize;
            for (int i = 0; i < whole; i++) {
                ByteBuffer head =
                        ByteBuffer.wrap(chunk, i * frameSize, FRAME_HEADER).slice();
                if (head.getInt(8) != wal.salt1() || head.getInt(12) != wal.salt2() || head.getInt(0) <= 0) {
                    return;
                }
                running = running.over(chunk, i * frameSize, 8, wal.order())
                        .over(chunk, i * frameSize + FRAME_HEADER, wal.pageSize(), wal.order());
                if (running.first() != head.getInt(16) || running.second() != head.getInt(20)) {
                    return;
                }
                open = opened == open.length ? Arrays.copyOf(open, opened * 2) : open;
                open[opened++] = head.getInt(0);
                frame++;
                if (head.getInt(4) != 0) {
                    commit(open, opened, frame, head.getInt(4));
                    checksum = running;
                    opened = 0;
                }
            }
            if (whole == 0) {
                return;
            }
        }
    }

    private void commit(int[] pages, int count, int lastFrame, int pagesAfter) {
        for (int i = 0; i < count; i++) {
            int page = pages[i];
            if (page >= frameOfPage.length) {
                frameOfPage = Arrays.copyOf(frameOfPage, Math.max(page + 1, frameOfPage.length * 2));
            }
            frameOfPage[page] = lastFrame - count + 1 + i;
            touched.set(page);
        }
        frames = lastFrame;
        databasePages = pagesAfter;
    }

    /** Committed frames. */
    int frames() {
        return frames;
    }

    boolean isOf(WalIndexHeader index) {
        return header != null && header.salt1() == index.salt1() && header.salt2() == index.salt2();
    }

    int pageSize() {
        return header == null ? 0 : header.pageSize();
    }

    /** Pages of the database after the last commit; 0 when the log holds no commit. */
    int databasePages() {
        return databasePages;
    }

    /** Where the newest committed content of a page begins in the log, or -1. */
    long offsetOf(int page) {
        int frame = page < frameOfPage.length ? frameOfPage[page] : 0;
        return frame == 0 || header == null
                ? -1
                : WalHeader.SIZE + (frame - 1L) * (FRAME_HEADER + header.pageSize()) + FRAME_HEADER;
    }

    /** The pages written since {@link #forgetTouched()}, within this generation. */
    BitSet touched() {
        return (BitSet) touched.clone();
    }

    /** Called when everything up to the last commit has been taken over. */
    void forgetTouched() {
        touched.clear();
    }
}
