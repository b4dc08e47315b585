package dev.lagzero.capture.follow;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Gives all sources of a process their turns: one thread looks at each of them again and again, which costs a few
 * memory reads, and a few threads do what there is to do. A source has one turn at a time. Threads are never
 * interrupted: that would close the channels they read from, and with them the source's locks.
 */
public final class Rounds implements AutoCloseable {

    private static final long BUSY_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long BUSY_FOR_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** One source, from here. */
    interface Seat {
        /** Whether there is anything to do; costs next to nothing. Never asked during a turn. */
        boolean due(long nanoTime);

        void turn();
    }

    private static final class Place {
        private final Seat seat;
        private final AtomicBoolean taken = new AtomicBoolean();
        private volatile boolean gone;

        Place(Seat seat) {
            this.seat = seat;
        }
    }

    private final List<Place> places = new CopyOnWriteArrayList<>();
    private final ThreadPoolExecutor workers;
    private final Thread watcher;
    private volatile boolean closed;
    private volatile boolean woken;

    public Rounds() {
        int most = Math.max(2, Runtime.getRuntime().availableProcessors());
        workers = new ThreadPoolExecutor(most, most, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "follow");
            thread.setDaemon(true);
            return thread;
        });
        workers.allowCoreThreadTimeOut(true);
        watcher = new Thread(this::watch, "watch");
        watcher.setDaemon(true);
        watcher.start();
    }

    void add(Seat seat) {
        places.add(new Place(seat));
        wake();
    }

    /** Returns when the seat's turn, if it has one, is over; it gets no more. */
    void remove(Seat seat) {
        for (Place place : places) {
            if (place.seat == seat) {
                place.gone = true;
                places.remove(place);
                while (!place.taken.compareAndSet(false, true)) {
                    LockSupport.parkNanos(IDLE_NANOS);
                }
            }
        }
    }

    /** Something is due now. */
    void wake() {
        woken = true;
        LockSupport.unpark(watcher);
    }

    /** Does something beside the turns, in a thread that nobody interrupts. */
    void beside(Runnable work) {
        workers.execute(work);
    }

    private void watch() {
        long lastDue = System.nanoTime();
        while (!closed) {
            woken = false;
            long now = System.nanoTime();
            for (Place place : places) {
                if (offer(place, now)) {
                    lastDue = now;
                }
            }
            if (!woken) {
                LockSupport.parkNanos(System.nanoTime() - lastDue < BUSY_FOR_NANOS ? BUSY_NANOS : idleNanos());
            }
        }
    }

    /** The more there are to look at, the longer a round may take. */
    private long idleNanos() {
        return Math.min(20, 1 + places.size() / 50) * IDLE_NANOS;
    }

    private boolean offer(Place place, long now) {
        if (!place.taken.compareAndSet(false, true)) {
            return true;
        }
        boolean due = !place.gone && place.seat.due(now);
        if (!due) {
            place.taken.set(false);
            return false;
        }
        workers.execute(() -> {
            try {
                place.seat.turn();
            } finally {
                place.taken.set(false);
            }
        });
        return true;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watcher);
        workers.shutdown();
    }
}
