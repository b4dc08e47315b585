package dev.lagzero.capture.journal;

import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.topic.Topics;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes transactions behind each other, those of many threads side by side. Each thread takes its place, which is its
 * position, and fills it; it returns when its transaction and <em>all before it</em> are whole. So whatever has returned
 * is found again after the end of the process, wherever that strikes: recovery reads up to the first place that was
 * taken and not filled, and nothing behind it has been shown, published or returned.
 */
final class Appender {

    private static final ThreadLocal<TransactionWriter> WRITERS = ThreadLocal.withInitial(TransactionWriter::new);

    private static final int SPINS = 200;
    private static final int YIELDS = 2_000;
    private static final long PARK_NANOS = 20_000;

    private final Segments segments;
    private final Runnable news;
    private final AtomicBoolean settling = new AtomicBoolean();
    private final Object beginning = new Object();
    private volatile @Nullable Segment current;
    private volatile SourcePosition newest;
    private final AtomicLong written = new AtomicLong();
    private volatile @Nullable Throwable failure;

    /** A place in a segment. */
    private record Room(Segment segment, long place) {}

    /**
     * @param newest the last transaction that is there
     * @param news runs when there are more, or when no more can be written
     */
    Appender(Segments segments, SourcePosition newest, Runnable news) {
        this.segments = segments;
        this.newest = newest;
        this.news = news;
    }

    /** The next transaction follows this one. Before anything is appended. */
    void begin(SourcePosition last) {
        newest = last;
    }

    /** The last transaction that is whole, as all before it are. */
    SourcePosition newest() {
        return newest;
    }

    /** The position of the next transaction, while nobody appends. */
    SourcePosition next() {
        Segment segment = current;
        return segment == null ? newest.next() : segment.next();
    }

    /** Octets that were written down. */
    long written() {
        return written.getAcquire();
    }

    /** Why nothing can be written any more; null while it can. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** @throws RefusedWrite when it does not fit: then nothing was written */
    SourcePosition append(Transaction.Kind kind, long timestampMillis, List<Change> changes) {
        TransactionWriter writer = WRITERS.get();
        int length =
                writer.write(newest.epoch(), kind, timestampMillis, changes).length();
        if (length > Topics.MAX_CHANGE_BYTES && changes.size() == 1) {
            throw new RefusedWrite(
                    RefusedWrite.Reason.TOO_LARGE,
                    "a row of " + length + " bytes is more than a record of the log takes.");
        }
        Segment segment = current;
        long place = segment == null ? Segment.FULL : segment.reserve(length);
        if (place == Segment.FULL) {
            Room room = room(length);
            segment = room.segment();
            place = room.place();
        }
        try {
            Moment.RECORD_RESERVED.passed();
            SourcePosition position = segment.position(place);
            segment.write(place, writer.numbered(position.sequence()));
            awaitWhole(segment, position.sequence());
            return position;
        } catch (RuntimeException | Error e) {
            fail(e);
            throw e;
        }
    }

    /** Takes a place in a new segment, unless there is one by now. What stands in the former one is whole before. */
    private Room room(int length) {
        synchronized (beginning) {
            Segment full = current;
            long place = full == null ? Segment.FULL : full.reserve(length);
            if (full != null && place != Segment.FULL) {
                return new Room(full, place);
            }
            Segment next = segments.make(length);
            if (full == null) {
                next.begin(newest.next());
            } else {
                full.seal();
                SourcePosition behind = full.next();
                awaitWhole(full, behind.sequence() - 1);
                next.begin(behind);
            }
            Room room = new Room(next, next.reserve(length));
            segments.add(next);
            current = next;
            return room;
        }
    }

    /** Others may have to fill their places first; whoever is on time counts for all. */
    private void awaitWhole(Segment segment, long sequence) {
        for (int tries = 0; newest.sequence() < sequence; tries++) {
            Throwable cause = failure;
            if (cause != null) {
                throw new RefusedWrite(
                        RefusedWrite.Reason.CLOSED, "the journal has failed: it takes no writes. " + cause, cause);
            }
            if (!settle(segment)) {
                pause(tries);
            }
        }
    }

    private boolean settle(Segment segment) {
        if (settling.get() || !settling.compareAndSet(false, true)) {
            return false;
        }
        int octets;
        try {
            octets = segment.settle();
            if (octets > 0) {
                written.setRelease(written.getPlain() + octets);
                newest = segment.last();
            }
        } finally {
            settling.setRelease(false);
        }
        if (octets > 0) {
            news.run();
        }
        return octets > 0;
    }

    /** Whoever is before may have lost its core. */
    private static void pause(int tries) {
        if (tries < SPINS) {
            Thread.onSpinWait();
        } else if (tries < YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(PARK_NANOS);
        }
    }

    /** A place stays unfilled: nothing behind it can count. */
    void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        news.run();
    }
}
