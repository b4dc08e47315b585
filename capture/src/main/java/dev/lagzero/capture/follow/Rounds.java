package dev.lagzero.capture.follow;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Gives all sources of a process their turns: one thread looks at each of them again and again, which costs a few memory
 * reads, and a few threads do what there is to do. What was written to lately is looked at most often; who is idle two
 * hundred times a second, and of a thousand idle sources each a dozen times. A source has one turn at a time. Threads are never interrupted:
 * that would close the channels they read from, and with them the source's locks.
 */
public final class Rounds implements AutoCloseable {

    private static final long BUSY_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long BUSY_FOR_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long ROW_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long BREATH_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long LIVELY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LIVELY_FOR_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** To wake up a thousand times a second for nothing takes 3 to 4 % of a core. */
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(80);

    /** So many idle sources make a round one millisecond longer. */
    private static final int PER_MILLISECOND = 12;

    /** Turns that are due at once are handed over in so many tasks at most, for each thread. */
    private static final int TASKS = 4;

    private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

    /** They mostly wait for disks. */
    private static final int THREADS_BESIDE = 2 * Math.max(4, THREADS);

    /** One source, from here. */
    interface Seat {
        /** Whether there is anything to do; costs next to nothing. Never asked during a turn. */
        boolean due(long nanoTime);

        /** Does it; returns whether the source is being written to, as far as that shows. */
        boolean turn();
    }

    /** Where a source sits. */
    final class Place implements AutoCloseable {
        private final Seat seat;
        private final AtomicBoolean taken = new AtomicBoolean();
        private volatile long lively = System.nanoTime();
        private volatile boolean woken;
        private volatile boolean gone;

        private Place(Seat seat) {
            this.seat = seat;
        }

        /** From now on it gets turns. */
        void begin() {
            places.add(this);
            wake();
        }

        /** It is to be looked at now. */
        void wake() {
            woken = true;
            Rounds.this.wake();
        }

        private boolean offered(long now) {
            if (!taken.compareAndSet(false, true)) {
                return false;
            }
            woken = false;
            boolean due = !gone && isDue(now);
            if (!due) {
                taken.set(false);
            }
            return due;
        }

        /** What fails while it is asked ends its own source, in its turn, and not the watching of all. */
        private boolean isDue(long now) {
            try {
                return seat.due(now);
            } catch (RuntimeException | Error sameInItsTurn) {
                return true;
            }
        }

        /** Who is being written to gets one turn after the other for a while: handing over takes longer than most of them. */
        private void turn() {
            try {
                long until = System.nanoTime() + ROW_NANOS;
                boolean again = true;
                while (again && !gone && seat.turn()) {
                    lively = System.nanoTime();
                    LockSupport.parkNanos(BREATH_NANOS);
                    again = System.nanoTime() - until < 0 && isDue(System.nanoTime());
                }
            } finally {
                taken.set(false);
            }
        }

        /** Returns when its turn, if it has one, is over; it gets no more. */
        @Override
        public void close() {
            gone = true;
            places.remove(this);
            while (!taken.compareAndSet(false, true)) {
                LockSupport.parkNanos(LIVELY_NANOS);
            }
        }
    }

    private final List<Place> places = new CopyOnWriteArrayList<>();
    private final ThreadPoolExecutor workers;

    /** Whoever waits for a disk here must not take the thread of a turn. */
    private final ThreadPoolExecutor beside;

    private final Thread watcher;
    private volatile boolean closed;
    private volatile boolean woken;

    public Rounds() {
        workers = threads(THREADS, "follow");
        beside = threads(THREADS_BESIDE, "beside");
        watcher = new Thread(this::watch, "watch");
        watcher.setDaemon(true);
        watcher.start();
    }

    private static ThreadPoolExecutor threads(int most, String name) {
        var threads = new ThreadPoolExecutor(most, most, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** A place for a source; it gets no turns before it {@linkplain Place#begin begins}. */
    Place place(Seat seat) {
        return new Place(seat);
    }

    private void wake() {
        woken = true;
        LockSupport.unpark(watcher);
    }

    /** Does something beside the turns, in a thread that nobody interrupts. */
    void beside(Runnable work) {
        beside.execute(work);
    }

    private void watch() {
        long livelyDue = System.nanoTime();
        long idleDue = livelyDue;
        List<Place> due = new ArrayList<>();
        while (!closed) {
            woken = false;
            long now = System.nanoTime();
            boolean lively = now - livelyDue >= 0;
            boolean idle = now - idleDue >= 0;
            long pause = idleNanos();
            for (Place place : places) {
                long since = now - place.lively;
                boolean busy = since < BUSY_FOR_NANOS;
                pause = Math.min(pause, busy ? BUSY_NANOS : since < LIVELY_FOR_NANOS ? LIVELY_NANOS : pause);
                if ((busy || idle || (lively && since < LIVELY_FOR_NANOS) || place.woken) && place.offered(now)) {
                    due.add(place);
                }
            }
            livelyDue = lively ? now + LIVELY_NANOS : livelyDue;
            idleDue = idle ? now + idleNanos() : idleDue;
            handOver(due);
            due.clear();
            if (!woken) {
                LockSupport.parkNanos(pause);
            }
        }
    }

    /** The more there are to look at, the longer a round may take. */
    private long idleNanos() {
        int count = places.size();
        return count == 0 ? MOST_NANOS : Math.clamp(count / PER_MILLISECOND * LIVELY_NANOS, IDLE_NANOS, MOST_NANOS);
    }

    /** Few turns get a task each; of many, some share one, because handing over costs more than most of them. */
    private void handOver(List<Place> due) {
        int size = 1 + due.size() / (THREADS * TASKS);
        for (int from = 0; from < due.size(); from += size) {
            List<Place> share = List.copyOf(due.subList(from, Math.min(due.size(), from + size)));
            workers.execute(() -> share.forEach(Place::turn));
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watcher);
        workers.shutdown();
        beside.shutdown();
    }
}
