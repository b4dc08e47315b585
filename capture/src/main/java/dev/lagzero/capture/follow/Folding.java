package dev.lagzero.capture.follow;

import dev.lagzero.capture.shadow.PageHistory;
import dev.lagzero.schemas.position.SourcePosition;

/**
 * Moves the shadow behind what is published. Folding a transaction costs several syncs, so a few are gathered while the
 * source is busy.
 */
public final class Folding {

    private static final int GATHER = 16;
    private static final long GATHER_MILLIS = 200;

    private final PageHistory history;
    private final Runnable flush;
    private SourcePosition published;
    private volatile SourcePosition folded;
    private long offset;
    private long waitingSince;

    /** @param flush makes what is in the log survive a power loss: folding takes away the means to make it again */
    public Folding(PageHistory history, SourcePosition published, long offset, Runnable flush) {
        this.history = history;
        this.published = published;
        this.offset = offset;
        this.folded = history.state().position();
        this.flush = flush;
    }

    /** A transaction is in the log as a whole, in front of {@code offset}. */
    synchronized void due(SourcePosition position, long newOffset) {
        if (position.isAfter(published)) {
            if (published.equals(folded)) {
                waitingSince = System.currentTimeMillis();
            }
            published = position;
            offset = newOffset;
        }
    }

    public synchronized SourcePosition published() {
        return published;
    }

    void fold(boolean idle) {
        SourcePosition upTo;
        long before;
        synchronized (this) {
            boolean many = published.sequence() - folded.sequence() >= GATHER;
            boolean old = System.currentTimeMillis() - waitingSince >= GATHER_MILLIS;
            if (published.equals(folded) || !(many || (idle && old))) {
                return;
            }
            upTo = published;
            before = offset;
        }
        fold(upTo, before);
    }

    /** At a start: what an earlier run published but did not fold, or not to the end. */
    public void catchUp() {
        fold(published(), offset);
    }

    private void fold(SourcePosition upTo, long before) {
        if (upTo.isAfter(folded)) {
            flush.run();
            history.fold(upTo, before);
            synchronized (this) {
                folded = upTo;
            }
        }
    }
}
