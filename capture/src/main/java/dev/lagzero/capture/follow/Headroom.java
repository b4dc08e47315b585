package dev.lagzero.capture.follow;

/**
 * How much of a log's limit must be left when writers are made to wait: as much as it grew by lately until they did. A
 * slow writer needs next to nothing, a fast one on a busy machine a third of the limit.
 */
final class Headroom {

    /** What was once needed is forgotten by and by. */
    private static final int MEMORY = 2;

    private final long least;
    private final long most;
    private long growth;
    private long from;

    Headroom(long least, long most) {
        this.least = least;
        this.most = most;
    }

    /** Writers could be made to wait just now, and are not. */
    void free(long written) {
        from = written;
    }

    /** They wait. */
    void stopped(long written) {
        growth = Math.max(since(written), growth - growth / MEMORY);
        from = written;
    }

    /** Bytes written since they could last have been made to wait. */
    long since(long written) {
        return written < from ? written : written - from;
    }

    /** Bytes that are still written before writers wait, by what was seen lately, and some more. */
    long bytes() {
        return Math.clamp(growth + growth / 4, least, most);
    }
}
