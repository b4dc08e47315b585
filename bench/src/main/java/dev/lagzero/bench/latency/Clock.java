package dev.lagzero.bench.latency;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The machine's clock, which its processes share. */
final class Clock {

    private Clock() {}

    /** Microseconds since 1970. */
    static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
