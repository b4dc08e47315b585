package dev.lagzero.sink.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Growing pauses between tries: 100 ms doubling to 5 s, each shortened at random by up to a half. */
public final class Backoff {

    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 5_000;

    private final RandomGenerator random;
    private long next = FIRST_MILLIS;

    public Backoff(RandomGenerator random) {
        this.random = random;
    }

    public Duration pause() {
        long pause = next - random.nextLong(next / 2 + 1);
        next = Math.min(next * 2, LONGEST_MILLIS);
        return Duration.ofMillis(pause);
    }

    /** It worked: the next pause is a short one again. */
    public void reset() {
        next = FIRST_MILLIS;
    }
}
