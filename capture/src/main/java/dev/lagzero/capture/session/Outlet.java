package dev.lagzero.capture.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands the records of all sources of a process to those who publish, batch by batch, each source in its turn. A source
 * that has nothing to publish costs nothing. A source's next batch is made only when its last one was disposed of, so its
 * records keep their order however many publish. Thread-safe.
 */
public final class Outlet {

    private static final long PATIENCE_MILLIS = 20_000;

    private final BlockingQueue<Slot> ready = new LinkedBlockingQueue<>();
    private final Map<String, Slot> slots = new ConcurrentHashMap<>();
    private volatile @Nullable Throwable ended;

    /** Records of one source, in order. */
    public record Batch(SourceSession session, List<Outgoing> records) {}

    /** A source's place. */
    final class Slot implements AutoCloseable {
        private final String source;
        private final SourceSession session;
        private final Outbox outbox;
        private boolean news;
        private boolean queued;
        private boolean taken;
        private boolean gone;

        private Slot(String source, SourceSession session, Outbox outbox) {
            this.source = source;
            this.session = session;
            this.outbox = outbox;
        }

        /** There may be something to publish. */
        synchronized void signal() {
            news = true;
            queue();
        }

        private void queue() {
            if (news && !queued && !taken && !gone) {
                queued = true;
                ready.add(this);
            }
        }

        private synchronized boolean take() {
            queued = false;
            news = false;
            taken = !gone;
            return taken;
        }

        private synchronized void putBack(boolean more) {
            taken = false;
            news |= more;
            notifyAll();
            queue();
        }

        private synchronized void abandon() {
            gone = true;
            taken = false;
            notifyAll();
        }

        /** Nothing more of the source is published. */
        synchronized void retire() {
            gone = true;
            slots.remove(source, this);
        }

        private synchronized boolean isGone() {
            return gone;
        }

        /** Returns when nobody publishes for the source any more. */
        @Override
        public synchronized void close() {
            retire();
            long until = System.currentTimeMillis() + PATIENCE_MILLIS;
            boolean interrupted = false;
            for (long left = PATIENCE_MILLIS; taken && left > 0; left = until - System.currentTimeMillis()) {
                try {
                    wait(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    Slot add(String source, SourceSession session, Outbox outbox) {
        Slot slot = new Slot(source, session, outbox);
        slots.put(source, slot);
        Throwable reason = ended;
        if (reason != null) {
            session.fail(reason);
        }
        return slot;
    }

    /** The open session of a source. */
    public Optional<SourceSession> session(String source) {
        return Optional.ofNullable(slots.get(source)).map(slot -> slot.session);
    }

    /** Nobody publishes any more: ends all sessions, and those to come, for that reason. */
    public void fail(Throwable reason) {
        ended = reason;
        slots.values().forEach(slot -> slot.session.fail(reason));
    }

    /** For one thread that publishes. */
    public Taker taker() {
        return new Taker();
    }

    /** Takes batches; asking for the next says that the last one was disposed of. */
    public final class Taker implements AutoCloseable {
        private @Nullable Slot holding;

        private Taker() {}

        /** The next batch; empty when there is none within the given time. */
        public Optional<Batch> next(long waitMillis) throws InterruptedException {
            close();
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
            while (true) {
                Slot slot = ready.poll(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (slot == null) {
                    return Optional.empty();
                }
                if (slot.take()) {
                    List<Outgoing> records = make(slot);
                    if (!records.isEmpty()) {
                        holding = slot;
                        return Optional.of(new Batch(slot.session, records));
                    }
                }
            }
        }

        /** What cannot be made is the end of its source, and of no other. */
        private List<Outgoing> make(Slot slot) throws InterruptedException {
            try {
                List<Outgoing> records = slot.outbox.next();
                if (records.isEmpty()) {
                    slot.putBack(false);
                }
                return records;
            } catch (InterruptedException e) {
                // What was made is lost to this process; the next one makes it again.
                slot.abandon();
                throw e;
            } catch (RuntimeException | Error e) {
                // Of a source that is being closed nothing is left to be made.
                if (!slot.isGone()) {
                    slot.session.fail(e);
                }
                slot.abandon();
                return List.of();
            }
        }

        /** Gives back what is held. */
        @Override
        public void close() {
            Slot held = holding;
            holding = null;
            if (held != null) {
                held.putBack(true);
            }
        }
    }
}
