package dev.lagzero.sink.worker;

import dev.lagzero.sink.target.Target.Tenure;
import dev.lagzero.sink.target.Target.Turn;
import dev.lagzero.sink.target.TargetException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Applies what is complete beside the thread that reads: whatever becomes complete while a batch is being applied goes
 * into the next one, as a whole. Batches are applied one after the other, in the order in which they were offered. When
 * a full batch waits, a second thread does for it what can be done before its turn. After a failure nothing more is
 * applied; the reader is told of it.
 */
final class GroupCommit {

    static final int MOST_AT_WORK = 2;
    /** Much longer than a batch takes, and shorter than the server waits for a lock. */
    private static final long PATIENCE_MILLIS = 500;

    private final Tenure tenure;
    private final Limits limits;
    private final Executor beside;
    private final Pending waiting;
    private final Deque<Begun> begun = new ArrayDeque<>();
    private long offset;
    private long applied = -1;
    private int atWork;
    private boolean looking;
    private boolean ended;

    /** Null while all goes well. */
    private Throwable failure;

    /** A batch that somebody is at work on. */
    private record Begun(Turn turn, long nextOffset, long weight) {}

    /** @param beside runs two things at a time, or one; by the caller itself if it likes */
    GroupCommit(Tenure tenure, Limits limits, Executor beside) {
        this.tenure = tenure;
        this.limits = limits;
        this.waiting = new Pending(limits);
        this.beside = beside;
    }

    /**
     * Takes over what is pending. Waits while as much as a batch may hold is waiting already, and nobody is free.
     *
     * @param nextOffset where to read on once all of it is applied
     */
    void offer(Pending pending, long nextOffset) throws TargetException {
        if (take(pending, nextOffset)) {
            beside.execute(this::work);
        }
        check();
    }

    /** True when one more is to go to work. */
    private synchronized boolean take(Pending pending, long nextOffset) throws TargetException {
        while (atWork > 0 && waiting.isFull()) {
            pause(0);
        }
        check();
        waiting.addAll(pending);
        offset = nextOffset;
        boolean wanted = atWork == 0 || (atWork < MOST_AT_WORK && !looking && isTimeForAnother());
        atWork += wanted ? 1 : 0;
        return wanted;
    }

    /** Two batches at work hold no more memory than one may, and small ones are better applied together. */
    private boolean isTimeForAnother() {
        long held = begun.stream().mapToLong(Begun::weight).sum();
        return waiting.isFull() && held + waiting.weight() <= limits.batchWeight();
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
        boolean idle = atWork == 0 && !ended && failure == null;
        if (idle) {
            atWork = 1;
            looking = true;
        }
        return idle;
    }

    private synchronized void doneLooking() {
        looking = false;
    }

    private void work() {
        try {
            for (Optional<Begun> next = next(); next.isPresent(); next = next()) {
                carryOut(next.get());
            }
        } catch (TargetException | RuntimeException | Error e) {
            fail(e);
        }
    }

    private void carryOut(Begun next) throws TargetException {
        Turn turn = next.turn();
        try {
            if (!isDue(next)) {
                turn.ahead();
            }
            while (!isAwaited(next)) {
                // What was done ahead may be what the one before waits for.
                turn.takeBack();
            }
            if (isDue(next)) {
                turn.apply();
                applied(next);
            }
        } finally {
            turn.takeBack();
        }
    }

    private synchronized Optional<Begun> next() {
        notifyAll();
        if (ended || failure != null || waiting.isEmpty() || !(begun.isEmpty() || isTimeForAnother())) {
            atWork--;
            return Optional.empty();
        }
        Begun next = new Begun(tenure.turn(waiting.batch(offset)), offset, waiting.weight());
        begun.add(next);
        waiting.clear();
        return Optional.of(next);
    }

    private synchronized boolean isDue(Begun next) {
        return failure == null && begun.peek() == next;
    }

    /** Waits for its turn. False when that takes long; true also when it will never come. */
    private synchronized boolean isAwaited(Begun next) throws TargetException {
        long begin = System.nanoTime();
        while (failure == null && begun.peek() != next) {
            long left = PATIENCE_MILLIS - (System.nanoTime() - begin) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            pause(left);
        }
        return true;
    }

    private synchronized void applied(Begun batch) {
        begun.remove(batch);
        applied = batch.nextOffset();
        notifyAll();
    }

    private synchronized void fail(Throwable cause) {
        failure = failure == null ? cause : failure;
        atWork--;
        notifyAll();
    }

    /** Throws what went wrong, if anything did. */
    synchronized void check() throws TargetException {
        if (failure != null) {
            TargetException.rethrow(failure);
        }
    }

    /** Returns when all that was offered is applied. */
    synchronized void settle() throws TargetException {
        while (atWork > 0) {
            pause(0);
        }
        check();
    }

    /** Nothing that waits is begun any more. Returns when nothing is being applied. */
    synchronized void end() {
        ended = true;
        boolean interrupted = false;
        while (atWork > 0) {
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
        return (atWork == 0 || looking) && failure == null && waiting.isEmpty();
    }

    /** Where to read on after what was applied; -1 when nothing was yet. */
    synchronized long applied() {
        return applied;
    }

    /** @param millis 0 until something changes */
    private void pause(long millis) throws TargetException {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            throw TargetException.interrupted(e);
        }
    }
}
