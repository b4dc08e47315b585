package dev.lagzero.sink.worker;

import dev.lagzero.sink.target.Target.Batch;
import dev.lagzero.sink.target.Target.Tenure;
import dev.lagzero.sink.target.TargetException;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Applies what is complete beside the thread that reads: whatever becomes complete while a batch is being applied goes
 * into the next one, as a whole. Batches are applied one after the other, in the order in which they were offered. After
 * a failure nothing more is applied; the reader is told of it.
 */
final class GroupCommit {

    private final Tenure tenure;
    private final Executor beside;
    private final Pending waiting;
    private long offset;
    private long applied = -1;
    private boolean working;
    private boolean looking;
    private boolean ended;

    /** Null while all goes well. */
    private Throwable failure;

    /** @param beside runs one thing at a time; by the caller itself if it likes */
    GroupCommit(Tenure tenure, Limits limits, Executor beside) {
        this.tenure = tenure;
        this.waiting = new Pending(limits);
        this.beside = beside;
    }

    /**
     * Takes over what is pending. Waits while as much as a batch may hold is waiting already.
     *
     * @param nextOffset where to read on once all of it is applied
     */
    void offer(Pending pending, long nextOffset) throws TargetException {
        if (take(pending, nextOffset)) {
            beside.execute(this::work);
        }
        check();
    }

    /** True when nobody is at work. */
    private synchronized boolean take(Pending pending, long nextOffset) throws TargetException {
        while (working && waiting.isFull()) {
            pause();
        }
        check();
        waiting.addAll(pending);
        offset = nextOffset;
        boolean idle = !working;
        working = true;
        return idle;
    }

    /** Looks whether the target is still where it was left, unless it is at work: then it shows by itself. */
    void look() {
        if (beginLooking()) {
            beside.execute(() -> {
                try {
                    tenure.look();
                    doneLooking();
                    work();
                } catch (TargetException | RuntimeException | Error e) {
                    fail(e);
                }
            });
        }
    }

    private synchronized boolean beginLooking() {
        boolean idle = !working && !ended && failure == null;
        if (idle) {
            working = true;
            looking = true;
        }
        return idle;
    }

    private synchronized void doneLooking() {
        looking = false;
    }

    private void work() {
        try {
            for (Optional<Batch> batch = next(); batch.isPresent(); batch = next()) {
                tenure.apply(batch.get());
                applied(batch.get());
            }
        } catch (TargetException | RuntimeException | Error e) {
            fail(e);
        }
    }

    private synchronized Optional<Batch> next() {
        notifyAll();
        if (ended || waiting.isEmpty()) {
            working = false;
            return Optional.empty();
        }
        Batch batch = waiting.batch(offset);
        waiting.clear();
        return Optional.of(batch);
    }

    private synchronized void applied(Batch batch) {
        applied = batch.nextOffset();
    }

    private synchronized void fail(Throwable cause) {
        failure = cause;
        working = false;
        notifyAll();
    }

    /** Throws what went wrong, if anything did. */
    synchronized void check() throws TargetException {
        switch (failure) {
            case null -> {
                // All goes well.
            }
            case TargetException cause -> throw cause;
            case RuntimeException cause -> throw cause;
            case Error cause -> throw cause;
            default -> throw new IllegalStateException(failure);
        }
    }

    /** Returns when all that was offered is applied. */
    synchronized void settle() throws TargetException {
        while (working) {
            pause();
        }
        check();
    }

    /** Nothing that waits is begun any more. Returns when nothing is being applied. */
    synchronized void end() {
        ended = true;
        boolean interrupted = false;
        while (working) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** All that was offered is applied. */
    synchronized boolean isSettled() {
        return (!working || looking) && failure == null && waiting.isEmpty();
    }

    /** Where to read on after what was applied; -1 when nothing was yet. */
    synchronized long applied() {
        return applied;
    }

    private void pause() throws TargetException {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TargetException.Unavailable("the sink was interrupted while the target was at work", e);
        }
    }
}
