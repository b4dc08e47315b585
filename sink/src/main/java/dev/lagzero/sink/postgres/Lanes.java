package dev.lagzero.sink.postgres;

import dev.lagzero.sink.target.TargetException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Two works are on their way at once, and end one after the other, in the order in which they were brought. What the later
 * one has done before its turn makes way when the earlier one has to be alone, and is done again. Whoever brings a work
 * waits while two are on their way, and is told what became of an earlier one; after a failure none ends any more. Used by
 * one thread.
 */
final class Lanes implements AutoCloseable {

    private static final int MOST = 2;
    /** Longer than a work takes; shorter than its server waits for a lock, or for a connection. */
    private static final long PATIENCE_MILLIS = 2_000;

    /** Something in two steps. */
    interface Work {
        /** Before its turn if all goes well; if that fails, or is taken back, once more in its turn. */
        void prepare(Lane lane) throws TargetException;

        /** In its turn, after what was prepared. */
        void finish(Lane lane) throws TargetException;

        /** Nothing that was prepared and is not finished is left; called at least once. */
        void takeBack();
    }

    /** How a work finds out what it may do. */
    interface Lane {
        /** It is not yet this work's turn. */
        boolean isAhead();

        /** Belongs between pieces of what is prepared: throws when it makes the work before wait. */
        void check();

        /**
         * Belongs before anything that the next work's preparations must not meet: returns when there are none, and there
         * will be none as long as this work is on its way. Throws when it is not yet this work's turn.
         */
        void alone();

        /** Something had to be done alone. */
        boolean wasAlone();
    }

    private final ExecutorService threads;
    private final Deque<Pass> way = new ArrayDeque<>();
    /** Null while all goes well. */
    private @Nullable Throwable failure;

    /** @param name of the threads that work */
    Lanes(String name) {
        threads = Executors.newFixedThreadPool(
                MOST, Thread.ofPlatform().name(name + "-", 0).daemon().factory());
    }

    /** Returns when there is room for one more, and this one is on its way; throws what an earlier one threw. */
    synchronized void begin(Work work) throws TargetException {
        while (failure == null && way.size() == MOST) {
            pause(0);
        }
        check();
        Pass pass = new Pass(work);
        threads.execute(pass);
        way.add(pass);
    }

    /** Returns when nothing is on its way; throws what failed. */
    synchronized void await() throws TargetException {
        while (!way.isEmpty()) {
            pause(0);
        }
        check();
    }

    private void check() throws TargetException {
        if (failure != null) {
            TargetException.rethrow(failure);
        }
    }

    private synchronized boolean mayGoAhead(Pass pass) {
        Pass first = way.peek();
        pass.holds = failure == null && first != null && first != pass && !first.alone;
        return pass.holds;
    }

    /** Waits for its turn. False when what it holds is in the way; true also when its turn will never come. */
    private synchronized boolean isAwaited(Pass pass) throws TargetException {
        long begin = System.nanoTime();
        while (failure == null && way.peek() != pass) {
            long left = PATIENCE_MILLIS - (System.nanoTime() - begin) / 1_000_000;
            if (pass.holds && (pass.wantedBack || left <= 0)) {
                return false;
            }
            pause(pass.holds ? left : 0);
        }
        return true;
    }

    private synchronized boolean isDue(Pass pass) {
        pass.due = failure == null && way.peek() == pass;
        return pass.due;
    }

    private synchronized void holdsNothing(Pass pass) {
        pass.holds = false;
        notifyAll();
    }

    private synchronized void leave(Pass pass) {
        way.remove(pass);
        holdsNothing(pass);
    }

    private synchronized void fail(Throwable cause) {
        failure = failure == null ? cause : failure;
        notifyAll();
    }

    private synchronized void makeWay(Pass pass) {
        pass.alone = true;
        if (!pass.due) {
            throw new TooEarly();
        }
        boolean interrupted = false;
        Pass next = way.peekLast();
        while (next != null && next != pass && next.holds) {
            next.wantedBack = true;
            notifyAll();
            try {
                wait();
            } catch (InterruptedException e) {
                // It gives way soon; until then nothing may be done.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isInTheWay(Pass pass) {
        return !pass.due && (pass.wantedBack || failure != null);
    }

    /** @param millis 0 until something changes */
    private void pause(long millis) throws TargetException {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            throw TargetException.interrupted(e);
        }
    }

    /** Returns when all that was brought has ended. What became of it does not matter any more. */
    @Override
    public void close() {
        threads.close();
    }

    /** One work from end to end. Its fields are guarded by the lanes, and changed by them. */
    private final class Pass implements Lane, Runnable {

        private final Work work;
        /** Something that was done ahead, or is just being done. */
        private boolean holds;

        private boolean wantedBack;
        private boolean due;
        private boolean alone;

        Pass(Work work) {
            this.work = work;
        }

        @Override
        public void run() {
            try {
                boolean prepared = mayGoAhead(this) && goesWellAhead();
                while (!isAwaited(this)) {
                    takeBack();
                    prepared = false;
                }
                if (isDue(this)) {
                    if (!prepared) {
                        work.prepare(this);
                    }
                    work.finish(this);
                }
            } catch (TargetException | RuntimeException | Error e) {
                fail(e);
            } finally {
                end();
            }
        }

        private boolean goesWellAhead() {
            try {
                work.prepare(this);
                return true;
            } catch (TargetException | RuntimeException e) {
                // Perhaps it was only too early. If not, it fails again in its turn, and is told then.
                takeBack();
                return false;
            }
        }

        private void takeBack() {
            work.takeBack();
            holdsNothing(this);
        }

        private void end() {
            try {
                work.takeBack();
            } finally {
                leave(this);
            }
        }

        @Override
        public boolean isAhead() {
            synchronized (Lanes.this) {
                return !due;
            }
        }

        @Override
        public void check() {
            if (isInTheWay(this)) {
                throw new TooEarly();
            }
        }

        @Override
        public void alone() {
            makeWay(this);
        }

        @Override
        public boolean wasAlone() {
            synchronized (Lanes.this) {
                return alone;
            }
        }
    }
}
