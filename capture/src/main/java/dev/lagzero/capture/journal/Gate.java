package dev.lagzero.capture.journal;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets in one thread at a time, for about a tenth of a microsecond. Whoever finds it taken looks again for about a
 * microsecond, since whoever is inside is about to leave; longer than that it stays only when it has lost its core, and
 * then others must rest for it to get one. They look again by themselves, so leaving is one store, whoever waits.
 */
final class Gate {

    private static final int LOOKS = 50;
    private static final long REST_NANOS = 20_000;

    /** Two cache lines behind the array's header, and as many in front of what comes next, in ints. */
    private static final int AT = 32;

    private final AtomicIntegerArray taken = new AtomicIntegerArray(2 * AT);

    void enter() {
        int looks = 0;
        while (taken.getPlain(AT) != 0 || !taken.compareAndSet(AT, 0, 1)) {
            if (looks++ < LOOKS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, REST_NANOS);
                looks = 0;
            }
        }
    }

    /**
     * What was written inside is seen by whoever enters next. It does not wait until then: what the leaving thread reads
     * afterwards may be older than what others have written meanwhile, but not older than its entering.
     */
    void leave() {
        taken.setRelease(AT, 0);
    }

    /** What those who were inside before have written is seen afterwards, and those who enter later see what was written before. */
    void pass() {
        enter();
        leave();
    }
}
