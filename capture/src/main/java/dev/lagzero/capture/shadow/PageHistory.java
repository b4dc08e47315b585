package dev.lagzero.capture.shadow;

import dev.lagzero.capture.spool.PageSet;
import dev.lagzero.capture.spool.PageSetHeader;
import dev.lagzero.capture.spool.PageSetWriter;
import dev.lagzero.capture.spool.Spool;
import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The source at every position from the shadow's to the newest spooled one. Thread-safe; adding and folding are done by
 * one thread, viewing by any.
 */
public final class PageHistory implements AutoCloseable {

    private final StateDirectory directory;
    private final Shadow shadow;
    private final Spool spool;
    private ShadowState state;
    private List<PageSet> sets;

    private PageHistory(StateDirectory directory, ShadowState state, Spool spool) {
        this.directory = directory;
        this.state = state;
        this.spool = spool;
        this.shadow = new Shadow(directory.pages(), state.pageSize(), state.pageCount());
        this.sets = spool.sets();
    }

    /** Goes on with what an earlier run left. */
    public static PageHistory resume(StateDirectory directory, ShadowState state, Spool spool) {
        return new PageHistory(directory, state, spool);
    }

    /** Begins an epoch: an empty shadow at {@code state}, which is saved before anything old is removed. */
    public static PageHistory begin(StateDirectory directory, ShadowState state, Spool spool) {
        directory.save(state);
        PageHistory history = new PageHistory(directory, state, spool);
        spool.clear();
        history.shadow.clear();
        history.sets = List.of();
        return history;
    }

    public synchronized SourcePosition newest() {
        return sets.isEmpty() ? state.position() : sets.getLast().header().position();
    }

    public synchronized ShadowState state() {
        return state;
    }

    /** The set of the transaction that follows {@code position}; waits for one up to the given time. */
    public synchronized Optional<PageSet> after(SourcePosition position, long waitMillis) throws InterruptedException {
        Optional<PageSet> found = find(position.next());
        if (found.isEmpty()) {
            wait(Math.max(1, waitMillis));
            found = find(position.next());
        }
        return found;
    }

    private Optional<PageSet> find(SourcePosition position) {
        return sets.stream()
                .filter(set -> set.header().position().equals(position))
                .findFirst();
    }

    /** Sets above a position. */
    public synchronized int setsAfter(SourcePosition position) {
        return (int) sets.stream()
                .filter(set -> set.header().position().isAfter(position))
                .count();
    }

    /** The database as of a position that is neither below the shadow's nor above the newest. */
    public synchronized View view(SourcePosition position) {
        List<PageSet> layers = new ArrayList<>();
        for (PageSet set : sets.reversed()) {
            if (!set.header().position().isAfter(position)) {
                layers.add(set);
            }
        }
        return new View(shadow, layers);
    }

    public PageSetWriter begin(PageSetHeader header) {
        return spool.begin(header);
    }

    public synchronized void add(PageSet set) {
        spool.add(set);
        sets = spool.sets();
        notifyAll();
    }

    /**
     * Moves the shadow up to a position whose events are all in the log, in front of {@code offset}. The log must have
     * been flushed: afterwards the events can no longer be made again.
     */
    public void fold(SourcePosition upTo, long offset) {
        List<PageSet> due = due(upTo);
        if (due.isEmpty()) {
            return;
        }
        ShadowState begun = state().folding(upTo);
        directory.save(begun);
        for (PageSet set : due) {
            shadow.fold(set);
        }
        shadow.sync();
        ShadowState done = begun.folded(shadow.pageSize(), shadow.pageCount(), offset);
        directory.save(done);
        Moment.FOLDED.passed();
        synchronized (this) {
            state = done;
            spool.trim(upTo);
            sets = spool.sets();
        }
    }

    private synchronized List<PageSet> due(SourcePosition upTo) {
        return sets.stream()
                .filter(set -> !set.header().position().isAfter(upTo))
                .toList();
    }

    @Override
    public void close() {
        spool.close();
        shadow.close();
    }
}
