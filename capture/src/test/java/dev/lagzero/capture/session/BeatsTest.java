package dev.lagzero.capture.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BeatsTest {

    private static final int POKES = 200_000;

    private final BlockingQueue<Head> told = new LinkedBlockingQueue<>();
    private final AtomicLong sequence = new AtomicLong(1);
    private final long began = System.nanoTime();
    private final Beats beats = new Beats(told::add, () -> {});
    private final Beats.Beat beat = beats.add(this::head, failure -> {});

    @AfterEach
    void close() {
        beats.close();
    }

    private Head head() {
        SourcePosition at = new SourcePosition(1, sequence.get());
        return new Head("s1", at, at, true, "", "", "i", 1);
    }

    private Head awaitSequence(long wanted) throws InterruptedException {
        while (true) {
            Head head = told.poll(30, TimeUnit.SECONDS);
            assertNotNull(head, "no head tells of " + wanted);
            if (head.head().sequence() == wanted) {
                return head;
            }
        }
    }

    @Test
    void aHeadFollowsEveryChange() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            long wanted = sequence.incrementAndGet();
            beat.poke();
            assertEquals(wanted, awaitSequence(wanted).head().sequence());
        }
    }

    @Test
    void whoIsBusyTellsFewHeadsAndTheLastOneIsAmongThem() throws InterruptedException {
        int heads = 0;
        for (int i = 0; i < POKES; i++) {
            sequence.incrementAndGet();
            beat.poke();
        }
        for (long last = 0; last < POKES + 1; heads++) {
            Head head = told.poll(30, TimeUnit.SECONDS);
            assertNotNull(head, "the last head is missing");
            last = head.head().sequence();
        }
        // One at the beginning, then one for each pause of 20 ms and one for each tick.
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        long most = 2 + millis / 20 + millis / 250;
        assertTrue(heads <= most, () -> heads(most, millis));
    }

    @Test
    void whoPokesWhileAHeadIsToldGetsTheNextOneAfterAPause() throws InterruptedException {
        AtomicLong heads = new AtomicLong();
        Beats.Beat[] own = new Beats.Beat[1];
        long start = System.nanoTime();
        own[0] = beats.add(
                () -> {
                    if (heads.incrementAndGet() < 10_000 && own[0] != null) {
                        own[0].poke();
                    }
                    return head();
                },
                failure -> {});
        own[0].poke();
        while (heads.get() < 6) {
            Thread.sleep(1);
        }
        own[0].close();
        long seen = heads.get();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        long most = 3 + millis / 20 + millis / 250;
        assertTrue(seen <= most, () -> seen + heads(most, millis));
    }

    private static String heads(long most, long millis) {
        return " more than " + most + " heads in " + millis + " ms";
    }
}
