package dev.lagzero.capture.follow;

import dev.lagzero.capture.file.WalTail;

/**
 * Whether somebody else's reading keeps the log from being copied back: making writers wait would not set it free. A
 * writer that the machine puts aside at the end of its commit looks the same, until the next commit.
 */
final class OtherReader {

    private final WalTail tail;
    private boolean seen;
    private long stoppedAt = WalTail.NOWHERE;
    private int generation;
    private long written;
    private long looked;

    OtherReader(WalTail tail) {
        this.tail = tail;
    }

    /**
     * To be called when something was copied back.
     *
     * @param certain nobody else copies back, which would look the same
     */
    void look(boolean certain) {
        long now = tail.written();
        long at = certain ? tail.stoppedAt() : WalTail.NOWHERE;
        boolean same = at != WalTail.NOWHERE && at == stoppedAt && generation == tail.generation();
        if (same) {
            seen |= now > written;
        } else {
            seen = false;
            stoppedAt = at;
            generation = tail.generation();
            written = now;
        }
        looked = now;
    }

    boolean isThere() {
        return seen && generation == tail.generation();
    }

    /** Bytes that were committed since the last look. */
    long sinceLook() {
        return Math.max(0, tail.written() - looked);
    }
}
