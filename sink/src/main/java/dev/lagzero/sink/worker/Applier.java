package dev.lagzero.sink.worker;

import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.gather.Gatherer;
import dev.lagzero.sink.gather.Hole;
import dev.lagzero.sink.gather.Step;
import dev.lagzero.sink.target.Target.Tenure;
import dev.lagzero.sink.target.TargetException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Carries the records of one partition into one tenure. After an exception it is of no more use: close it, take over
 * again, and read on from the new tenure's offset.
 *
 * <p>Records are taken while the target is at work ({@link GroupCommit}); what is large, it writes while nothing else is.
 * Transactions of several sources may interleave. While a large one is open, those of other sources are applied between
 * its parts; the offset to read on from then stays at the large one's first record. So sources of one partition must not
 * write the same target rows: a batch would wait for a lock of the large transaction, which waits for this thread.
 */
final class Applier implements AutoCloseable {

    private final Tenure tenure;
    private final Gatherer gatherer;
    private final GroupCommit commit;
    private final Pending pending;
    private final Map<String, OpenLarge> larges = new HashMap<>();
    private boolean drained;

    /** @param beside where the target is at work while records are taken */
    Applier(Tenure tenure, Gatherer.Start start, Limits limits, Executor beside) {
        this.tenure = tenure;
        this.commit = new GroupCommit(tenure, limits, beside);
        this.gatherer = new Gatherer(tenure.applied(), start, limits.largeWeight());
        this.pending = new Pending(limits);
    }

    void take(long offset, RowEvent event) throws TargetException {
        for (Step step : gatherer.take(offset, event)) {
            carryOut(step);
        }
    }

    /** No more records are at hand: what is complete becomes visible as soon as the target has time. */
    void drained(long reached) throws TargetException {
        gatherer.reached(reached);
        flush(nextOffset());
        drained = true;
    }

    private void carryOut(Step step) throws TargetException {
        switch (step) {
            case Step.Claim claim -> {
                // A batch says which epochs are valid now; transactions of the epochs before do not belong into it.
                settle(Math.min(nextOffset(), claim.offset()));
                pending.add(claim);
            }
            case Step.Whole whole -> {
                pending.add(whole);
                if (pending.isFull()) {
                    flush(nextOffset());
                }
            }
            case Step.LargeOpened opened -> {
                // What the gatherer has seen may already reach beyond this transaction: its beginning is the bound.
                settle(Math.min(nextOffset(), opened.firstOffset()));
                var large = tenure.openLarge(opened.source(), opened.position(), opened.snapshot());
                larges.put(opened.source(), new OpenLarge(large, opened.firstOffset()));
            }
            case Step.LargePart part -> larges.get(part.part().source()).write(part.part(), part.offset());
            case Step.LargeEnded ended -> complete(ended.ended());
            case Step.LargeDropped dropped -> larges.remove(dropped.source()).close();
        }
    }

    private void complete(RowEvent.Ended ended) throws TargetException {
        settle(nextOffset());
        OpenLarge large = larges.remove(ended.source());
        try {
            large.complete(ended, nextOffset());
        } finally {
            large.close();
        }
    }

    private void flush(long nextOffset) throws TargetException {
        if (!pending.isEmpty()) {
            commit.offer(pending, nextOffset);
            pending.clear();
        }
        if (!larges.isEmpty()) {
            commit.settle();
        }
    }

    private void settle(long nextOffset) throws TargetException {
        flush(nextOffset);
        settle();
    }

    /** Returns when all that was complete when {@link #drained} was called last is visible. */
    void settle() throws TargetException {
        commit.settle();
    }

    /** Throws what went wrong meanwhile. */
    void check() throws TargetException {
        commit.check();
    }

    /** Finds out beside whether the target still holds what was committed; {@link #check} tells of it. */
    void look() {
        if (larges.isEmpty()) {
            commit.look();
        }
    }

    /** Records were read, and nothing has gone wrong with them yet. */
    boolean hasTaken() {
        return drained;
    }

    /** The target has taken something, or all that was read is of no concern to it. A new tenure alone proves nothing. */
    boolean hasProved() {
        return commit.applied() >= 0 || (drained && larges.isEmpty() && commit.isSettled());
    }

    /** Nothing more is begun; returns when nothing is being applied. */
    void stop() {
        commit.end();
    }

    /** Where a reader without memory would have to go on; -1 when nothing was applied yet. */
    long appliedOffset() {
        return commit.isSettled() && pending.isEmpty() ? nextOffset() : commit.applied();
    }

    /** Where to read on after a restart, once everything that is complete is applied. */
    private long nextOffset() {
        long next = gatherer.nextOffset();
        for (OpenLarge large : larges.values()) {
            next = Math.min(next, large.firstOffset());
        }
        return next;
    }

    List<Hole> holes() {
        return gatherer.holes();
    }

    @Override
    public void close() {
        stop();
        larges.values().forEach(OpenLarge::close);
        larges.clear();
        tenure.close();
    }
}
