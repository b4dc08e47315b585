package dev.lagzero.capture.follow;

import dev.lagzero.capture.shadow.PageHistory;
import java.util.concurrent.TimeUnit;

/**
 * Lets decoding and publishing rest while a writer is about to be kept waiting: what is spooled can wait, and the
 * machine may be small. Never for long.
 */
final class Yielding {

    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final PageHistory history;
    private boolean resting;

    /** It was long enough; not again before the pressure has gone. */
    private boolean tired;

    private long since = System.nanoTime();

    Yielding(PageHistory history) {
        this.history = history;
    }

    /** @param pressed a writer is about to be kept waiting */
    void look(boolean pressed) {
        long now = System.nanoTime();
        if (!pressed) {
            tired = false;
        } else if (resting && now - since > MOST_NANOS) {
            tired = true;
        }
        boolean rest = pressed && !tired;
        if (rest != resting) {
            resting = rest;
            since = now;
            history.rest(rest);
        }
    }
}
