package dev.lagzero.bench.process;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The machine's clock, which its processes share. */
public final class Clock {

    private Clock() {}

    /** Microseconds since 1970. */
    public static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
