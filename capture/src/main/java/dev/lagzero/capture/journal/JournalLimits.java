package dev.lagzero.capture.journal;

/**
 * How much disk a journal may take.
 *
 * @param bytes of all segments together: beyond that, writes are refused
 * @param segmentBytes of one segment; room is freed a segment at a time
 */
public record JournalLimits(long bytes, int segmentBytes) {

    public static final JournalLimits DEFAULT = new JournalLimits(1L << 30, 16 << 20);

    public JournalLimits {
        if (segmentBytes < 4096 || bytes < 2L * segmentBytes) {
            throw new IllegalArgumentException("a journal of " + bytes + " bytes in segments of " + segmentBytes
                    + "; a segment has at least 4096, and the journal room for two");
        }
    }
}
