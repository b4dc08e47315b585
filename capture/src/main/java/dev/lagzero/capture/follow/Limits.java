package dev.lagzero.capture.follow;

/**
 * How much room following a source may take.
 *
 * @param log bytes of the source's write-ahead log above which writers are made to wait until it can begin anew
 * @param spool bytes of unpublished transactions above which they are merged into one
 * @param free bytes that must stay free on the data directory's disk; below, the source's log is let go
 */
public record Limits(long log, long spool, long free) {

    public static final Limits DEFAULT = new Limits(64L << 20, 1L << 30, 256L << 20);

    public Limits {
        if (log < 1 << 20 || spool < 1 << 20 || free < 0) {
            throw new IllegalArgumentException(
                    "limits: log and spool at least 1 MiB, free not negative; not " + log + ", " + spool + ", " + free);
        }
    }
}
