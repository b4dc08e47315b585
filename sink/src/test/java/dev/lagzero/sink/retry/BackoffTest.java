package dev.lagzero.sink.retry;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final long[] LONGEST = {100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000};

    @Test
    void pausesDoubleUpToFiveSecondsAndAreShortenedByUpToAHalf() {
        long seed = System.nanoTime();
        Backoff backoff = new Backoff(new Random(seed));
        for (int round = 0; round < 2; round++) {
            for (long longest : LONGEST) {
                long pause = backoff.pause().toMillis();
                assertTrue(pause <= longest && pause >= longest / 2, () -> "seed " + seed + ": " + pause);
            }
            backoff.reset();
        }
    }
}
