package dev.lagzero.capture.follow;

import dev.lagzero.capture.file.WalTail;
import java.util.concurrent.TimeUnit;

/** Makes writers wait: for a moment, and never for long without a break. */
final class Restraint {

    /** A writer whose patience is a second is never refused, if it comes on in the break. */
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    /** The longest that SQLite sleeps before it looks again whether it may write, and some more. */
    private static final long BREAK_NANOS = TimeUnit.MILLISECONDS.toNanos(120);

    private final WalTail tail;
    private final boolean alone;
    private long began;
    private long ended = System.nanoTime();
    private long waited;

    /** @param alone nobody else in this process opens the source */
    Restraint(WalTail tail, boolean alone) {
        this.tail = tail;
        this.alone = alone;
    }

    /** @return false when writers need a break, or somebody else makes them wait */
    boolean begin() {
        long now = System.nanoTime();
        if (now - ended >= BREAK_NANOS) {
            waited = 0;
        }
        boolean locked = waited < WAIT_NANOS && tail.lockWriters(alone);
        began = System.nanoTime();
        return locked;
    }

    void end() {
        tail.unlockWriters();
        ended = System.nanoTime();
        waited += ended - began;
    }
}
