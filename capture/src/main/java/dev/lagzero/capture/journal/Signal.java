package dev.lagzero.capture.journal;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Wakes one thread that waits for news. Raising it costs one volatile read while nobody waits. */
final class Signal {

    private volatile @Nullable Thread waiting;

    void raise() {
        Thread thread = waiting;
        if (thread != null) {
            waiting = null;
            LockSupport.unpark(thread);
        }
    }

    /** Returns at news, at the latest after the given time; maybe earlier. */
    void await(BooleanSupplier news, long nanos) {
        waiting = Thread.currentThread();
        if (!news.getAsBoolean()) {
            LockSupport.parkNanos(this, nanos);
        }
        waiting = null;
    }
}
