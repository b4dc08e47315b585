package dev.lagzero.capture.journal;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.schemas.position.SourcePosition;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Transactions on disk, from the oldest that may still have to be published. Appending is a copy into mapped memory: it
 * survives the end of this process at once, since the pages belong to the system. A thread syncs what was appended, many
 * transactions at a time, so a power loss takes at most the last few milliseconds; who cannot bear that waits for
 * {@link #awaitSynced}. Thread-safe.
 */
public final class Journal implements AutoCloseable {

    /** Between two syncs, so that one serves many. */
    private static final long GROUP_NANOS = 2_000_000;

    private static final long IDLE_NANOS = 100_000_000;

    private final Segments segments;
    private final Appender appender;
    private final Signal appended;
    private final Signal unsynced;
    private final Thread syncer;
    private final Consumer<Throwable> failed;
    private final Object syncs = new Object();
    private volatile SourcePosition synced;
    private volatile boolean closed;
    private boolean over;

    private Journal(Segments segments, SourcePosition newest, Consumer<Throwable> failed) {
        this.segments = segments;
        this.appender = new Appender(segments, newest, this::wake);
        this.appended = new Signal(appender::awaitWriting);
        this.unsynced = new Signal(appender::awaitWriting);
        this.synced = newest;
        this.failed = failed;
        this.syncer = new Thread(this::syncUntilClosed, "journal-sync");
        this.syncer.setDaemon(true);
    }

    /**
     * Opens what is in a directory, or begins.
     *
     * @param recovered is shown every transaction that an earlier process left, in order
     * @param failed told when the disk does not sync: nothing is taken any more
     * @throws dev.lagzero.capture.fault.CaptureFault when the directory cannot be read
     */
    public static Journal open(
            Path directory, JournalLimits limits, Consumer<Transaction> recovered, Consumer<Throwable> failed) {
        SourcePosition[] last = {SourcePosition.NONE};
        Segments segments = new Segments(directory, limits, transaction -> {
            last[0] = transaction.position();
            recovered.accept(transaction);
        });
        Journal journal = new Journal(segments, last[0], failed);
        journal.syncer.start();
        return journal;
    }

    /**
     * Shows what an earlier process left, in order, and leaves it there. Nobody else uses the directory meanwhile.
     *
     * @throws dev.lagzero.capture.fault.CaptureFault when the directory cannot be read
     */
    public static void read(Path directory, Consumer<Transaction> each) {
        new Segments(directory, JournalLimits.DEFAULT, each).close();
    }

    /** What is appended follows this transaction. Before anything is. */
    public void begin(SourcePosition last) {
        appender.begin(last);
    }

    /**
     * Writes a transaction down, and returns its position when it and all before it survive the end of this process. When
     * it throws, nothing was written.
     *
     * @throws RefusedWrite when it does not fit, or the journal is closed
     * @throws IllegalArgumentException when a text is not Unicode
     */
    public SourcePosition append(Transaction.Kind kind, long timestampMillis, List<Change> changes) {
        if (closed) {
            throw new RefusedWrite(
                    RefusedWrite.Reason.CLOSED, "the store is closed, or has failed: it takes no writes.");
        }
        return appender.append(kind, timestampMillis, changes);
    }

    private void wake() {
        appended.raise();
        unsynced.raise();
    }

    /** The last transaction that was written down, or the one that the next will follow. */
    public SourcePosition newest() {
        return appender.newest();
    }

    /** The position of the next transaction, while nobody appends. */
    public SourcePosition next() {
        return newest().next();
    }

    /** Nothing can be written any more. */
    public void fail(Throwable cause) {
        appender.fail(cause);
    }

    /** Disk that the journal takes, in bytes. */
    public long bytes() {
        return segments.bytes();
    }

    /**
     * Returns when a transaction, and all before it, survive a power loss.
     *
     * @throws CaptureFault when the journal was closed before, or the disk has failed
     */
    public void awaitSynced(SourcePosition position) throws InterruptedException {
        synchronized (syncs) {
            while (position.isAfter(synced) && !over) {
                syncs.wait();
            }
        }
        if (position.isAfter(synced)) {
            throw new CaptureFault("the journal ended before the disk held " + position
                    + ": it was closed, or the disk failed. What it held then is there at the next start.");
        }
    }

    private void syncUntilClosed() {
        try {
            while (!closed) {
                segments.prepare();
                unsynced.await(() -> newest().isAfter(synced) || closed || appender.failure() != null, IDLE_NANOS);
                sync();
                LockSupport.parkNanos(GROUP_NANOS);
                Throwable failure = appender.failure();
                if (failure != null) {
                    closed = true;
                    failed.accept(failure);
                }
            }
            sync();
        } catch (RuntimeException | Error e) {
            closed = true;
            failed.accept(e);
        }
        synchronized (syncs) {
            over = true;
            syncs.notifyAll();
        }
    }

    private void sync() {
        SourcePosition until = newest();
        if (until.isAfter(synced)) {
            segments.all().forEach(Segment::sync);
            synced = until;
            synchronized (syncs) {
                syncs.notifyAll();
            }
        }
    }

    /** True when a whole file of transactions up to a position could be forgotten. */
    public boolean canTrim(SourcePosition through) {
        List<Segment> all = segments.all();
        return all.size() > 1 && !all.getFirst().last().isAfter(through);
    }

    /** Bytes that were written down since it was opened. */
    public long written() {
        return appender.written();
    }

    /** Forgets whole files of transactions up to a position. */
    public void trim(SourcePosition through) {
        segments.trim(through);
    }

    /** Reads on from behind a position. */
    public Cursor after(SourcePosition position) {
        return new Cursor(position);
    }

    /** Goes through the journal, in order, while it grows. Used by one thread; trimming stays behind it. */
    public final class Cursor {
        private final TransactionReader reader = new TransactionReader();
        private SourcePosition read;
        private SourcePosition seen = SourcePosition.NONE;
        private @Nullable Segment at;
        private int offset = Segment.HEADER;
        private int end = Segment.HEADER;

        private Cursor(SourcePosition read) {
            this.read = read;
        }

        /** The next transaction, null when there is none within the given time. */
        public @Nullable Transaction next(long waitNanos) {
            Transaction next = look();
            if (next == null && waitNanos > 0) {
                appended.await(() -> newest().isAfter(read) || closed, waitNanos);
                next = look();
            }
            return next;
        }

        private @Nullable Transaction look() {
            while (isMore()) {
                Segment segment = at == null ? first() : at;
                if (segment == null) {
                    return null;
                }
                at = segment;
                if (offset >= end) {
                    end = segment.end();
                }
                if (offset >= end) {
                    if (!segment.last().isAfter(read)) {
                        at = null;
                        offset = Segment.HEADER;
                        end = Segment.HEADER;
                    }
                    continue;
                }
                Transaction found = reader.read(segment.at(offset));
                offset += Segment.FRAME + segment.at(offset).capacity();
                if (found.position().isAfter(read)) {
                    read = found.position();
                    return found;
                }
            }
            return null;
        }

        /** What writers change with every write is not looked at for every transaction. */
        private boolean isMore() {
            if (!seen.isAfter(read)) {
                seen = newest();
            }
            return seen.isAfter(read);
        }

        private @Nullable Segment first() {
            List<Segment> all = segments.all();
            return all.stream()
                    .filter(each -> each.last().isAfter(read))
                    .findFirst()
                    .orElse(null);
        }
    }

    @Override
    public void close() {
        closed = true;
        unsynced.raise();
        appended.raise();
        boolean interrupted = false;
        while (syncer.isAlive() && Thread.currentThread() != syncer) {
            try {
                syncer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        segments.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
