package dev.lagzero.capture.follow;

import dev.lagzero.capture.shadow.PageHistory;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Moves the shadow behind what is published. Folding costs several syncs however little there is to fold, so it is done
 * now and then, and beside the copying.
 */
public final class Folding {

    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PageHistory history;
    private final Runnable flush;
    private final ReentrantLock work = new ReentrantLock();
    private SourcePosition published;
    private SourcePosition folded;
    private long offset;
    private long waitingSince;
    private boolean stopped;

    /** @param flush makes what is in the log survive a power loss: folding takes away the means to make it again */
    public Folding(PageHistory history, SourcePosition published, long offset, Runnable flush) {
        this.history = history;
        SourcePosition behind = history.state().position();
        this.folded = behind;
        this.published = published.equals(behind) ? behind : published;
        this.offset = offset;
        this.flush = flush;
    }

    /** A transaction is in the log as a whole, in front of {@code offset}. */
    synchronized void due(SourcePosition position, long newOffset) {
        if (position.isAfter(published)) {
            if (published.equals(folded)) {
                waitingSince = System.nanoTime();
            }
            published = position;
            offset = newOffset;
        }
    }

    public synchronized SourcePosition published() {
        return published;
    }

    /** Asked a dozen times a second for each of a thousand idle sources: one and the same position needs no comparison. */
    synchronized boolean isDue(long nanoTime) {
        return published != folded && !published.equals(folded) && nanoTime - waitingSince >= LONG_NANOS;
    }

    /** Folds all that is published. */
    public void fold() {
        work.lock();
        try {
            SourcePosition upTo;
            long before;
            synchronized (this) {
                upTo = published;
                before = offset;
            }
            if (!stopped && upTo.isAfter(history.state().position())) {
                flush.run();
                history.fold(upTo, before);
            }
            synchronized (this) {
                folded = upTo;
                waitingSince = System.nanoTime();
            }
        } finally {
            work.unlock();
        }
    }

    /**
     * Makes one of all transactions up to a cut of which nothing was begun to be published, unless something is being
     * folded.
     *
     * @return bytes of that one; empty when nothing was merged
     */
    OptionalLong merge(SourcePosition cut) {
        AtomicReference<OptionalLong> merged = new AtomicReference<>(OptionalLong.empty());
        beside(() -> merged.set(history.merge(cut)));
        return merged.get();
    }

    /**
     * Gives back descriptors and memory of what is kept, unless something is being folded.
     *
     * @return whether it could be tried
     */
    boolean rest() {
        return beside(history::release);
    }

    /** Nothing is folded or merged while this runs: what the history shows of any position stays. */
    public void hold(Runnable meanwhile) {
        work.lock();
        try {
            meanwhile.run();
        } finally {
            work.unlock();
        }
    }

    private boolean beside(Runnable task) {
        if (!work.tryLock()) {
            return false;
        }
        try {
            if (!stopped) {
                task.run();
            }
            return true;
        } finally {
            work.unlock();
        }
    }

    /** Returns when nothing is being folded; nothing will be. */
    void stop() {
        work.lock();
        try {
            stopped = true;
        } finally {
            work.unlock();
        }
    }
}
