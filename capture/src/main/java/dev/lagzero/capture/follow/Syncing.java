package dev.lagzero.capture.follow;

import dev.lagzero.capture.shadow.PageHistory;
import dev.lagzero.schemas.moment.Moment;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Makes what is spooled survive a power loss, beside the copying: while the disk works, the log is read on. One sync
 * covers all that came during the one before.
 */
final class Syncing {

    private final PageHistory history;
    private final Rounds rounds;
    private final Consumer<Throwable> failed;
    private final AtomicBoolean due = new AtomicBoolean();
    private final ReentrantLock work = new ReentrantLock();
    private boolean stopped;

    /** @param failed told when a sync fails: nothing that it was to cover may be published */
    Syncing(PageHistory history, Rounds rounds, Consumer<Throwable> failed) {
        this.history = history;
        this.rounds = rounds;
        this.failed = failed;
    }

    /** Something was added that is to be synced. */
    void due() {
        if (due.compareAndSet(false, true)) {
            rounds.beside(this::sync);
        }
    }

    private void sync() {
        work.lock();
        try {
            // What is added from here on asks for a sync of its own.
            due.set(false);
            if (!stopped) {
                history.sync();
                Moment.PAGE_SET_SPOOLED.passed();
            }
        } catch (RuntimeException | Error e) {
            failed.accept(e);
        } finally {
            work.unlock();
        }
    }

    /** Returns when nothing is being synced; nothing will be. */
    void stop() {
        work.lock();
        try {
            stopped = true;
        } finally {
            work.unlock();
        }
    }
}
