package dev.lagzero.app.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.lagzero.capture.follow.Limits;
import org.jspecify.annotations.Nullable;

/**
 * How much room following a source may take.
 *
 * @param spoolLimit unpublished transactions above this are merged into one
 * @param freeSpace what must stay free on the data directory's disk; below, the source's log is let go
 * @param walLimit the size of a source's log above which its writers wait until it can begin anew
 */
public record CaptureSettings(
        @JsonProperty("spool_limit") @Nullable ByteSize spoolLimit,
        @JsonProperty("free_space") @Nullable ByteSize freeSpace,
        @JsonProperty("wal_limit") @Nullable ByteSize walLimit) {

    public static final CaptureSettings DEFAULT = new CaptureSettings(null, null, null);

    private static final long LEAST = 1 << 20;

    public CaptureSettings {
        spoolLimit = spoolLimit == null ? new ByteSize(Limits.DEFAULT.spool()) : spoolLimit;
        freeSpace = freeSpace == null ? new ByteSize(Limits.DEFAULT.free()) : freeSpace;
        walLimit = walLimit == null ? new ByteSize(Limits.DEFAULT.log()) : walLimit;
        atLeast("spool_limit", spoolLimit);
        atLeast("wal_limit", walLimit);
    }

    private static void atLeast(String key, ByteSize size) {
        if (size.bytes() < LEAST) {
            throw new IllegalArgumentException(key + ": " + size + " is too little; give 1MiB or more");
        }
    }

    public Limits limits() {
        return new Limits(walLimit.bytes(), spoolLimit.bytes(), freeSpace.bytes());
    }
}
