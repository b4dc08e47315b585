package dev.lagzero.capture.file;

import java.util.Arrays;

/** A frame for each of some pages: some four bytes for each page of the database, at most. */
final class FrameTable {

    /** Frames are counted from 1. */
    static final int NONE = 0;

    /** Pages that have their frames in one array, as a power of two. */
    private static final int BITS = 6;

    private int[][] frames = new int[16][];

    void put(int page, int frame) {
        int at = page >>> BITS;
        if (at >= frames.length) {
            frames = Arrays.copyOf(frames, Math.max(at + 1, 2 * frames.length));
        }
        if (frames[at] == null) {
            frames[at] = new int[1 << BITS];
        }
        frames[at][page & (1 << BITS) - 1] = frame;
    }

    int get(int page) {
        int at = page >>> BITS;
        return at >= frames.length || frames[at] == null ? NONE : frames[at][page & (1 << BITS) - 1];
    }

    void clear() {
        Arrays.fill(frames, null);
    }
}
