package dev.lagzero.capture.journal;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Wakes one thread that waits for news. Raising it costs one volatile read while nobody waits. */
final class Signal {

    private final Runnable announced;
    private volatile @Nullable Thread waiting;

    /**
     * @param announced runs between the announcement that a thread waits and its look for news: it makes sure that
     *     whoever brings news sees the one, or the thread sees the other
     */
    Signal(Runnable announced) {
        this.announced = announced;
    }

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
        announced.run();
        if (!news.getAsBoolean()) {
            LockSupport.parkNanos(this, nanos);
        }
        waiting = null;
    }
}
