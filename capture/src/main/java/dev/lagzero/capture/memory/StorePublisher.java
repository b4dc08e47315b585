package dev.lagzero.capture.memory;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.journal.Journal;
import dev.lagzero.capture.journal.Transaction;
import dev.lagzero.capture.publish.ChangeLog;
import dev.lagzero.capture.store.Frozen;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Appends what is journaled to the changes topic, in order and on a thread of its own. Nothing waits for
 * acknowledgements: they come in order. After a record failed nothing counts any more.
 */
final class StorePublisher implements AutoCloseable {

    private static final long WAIT_NANOS = 50_000_000;

    private final String source;
    private final ChangeLog log;
    private final int partition;
    private final Journal journal;
    private final Progress progress;
    private final LongConsumer own;
    private final Consumer<Throwable> failed;
    private final Map<SourcePosition, Frozen> snapshots = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable CaptureFault refused;
    private SourcePosition from = SourcePosition.NONE;
    private long skip;

    /** Told of what stands in the log, in order. */
    interface Progress {
        /** The first record of a snapshot stands at {@code offset}. */
        void snapshotBegins(SourcePosition position, long offset);

        void published(SourcePosition position, boolean snapshot);
    }

    StorePublisher(String source, ChangeLog log, int partition, Journal journal, Ends ends) {
        this.source = source;
        this.log = log;
        this.partition = partition;
        this.journal = journal;
        this.progress = ends.progress();
        this.own = ends.own();
        this.failed = ends.failed();
        this.thread = new Thread(this::run, "publish-" + source);
        this.thread.setDaemon(true);
    }

    /**
     * Whom to tell.
     *
     * @param own that a record of ours stands at an offset, in the order of appending
     */
    record Ends(Progress progress, LongConsumer own, Consumer<Throwable> failed) {}

    /**
     * @param behind what is published already
     * @param partsThere of the next transaction
     */
    void start(SourcePosition behind, long partsThere) {
        from = behind;
        skip = partsThere;
        thread.start();
    }

    /** The content of a snapshot whose mark is in the journal, or is the first of its epoch. */
    void snapshot(SourcePosition at, Frozen frozen) {
        snapshots.put(at, frozen);
    }

    void dropSnapshot(SourcePosition at) {
        snapshots.remove(at);
    }

    private void run() {
        try {
            SourcePosition behind = from;
            if (behind.sequence() == 0) {
                behind = behind.next();
                publish(new Transaction(behind, System.currentTimeMillis(), Transaction.Kind.SNAPSHOT, List.of()));
            }
            Journal.Cursor cursor = journal.after(behind);
            while (!closing) {
                Transaction next = cursor.next(WAIT_NANOS);
                if (next != null) {
                    publish(next);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            failed.accept(e);
        }
    }

    private void publish(Transaction transaction) throws InterruptedException {
        SourcePosition position = transaction.position();
        boolean snapshot = transaction.kind() == Transaction.Kind.SNAPSHOT;
        Header header = new Header(
                source,
                "memory",
                source,
                position,
                position.opensEpoch(),
                snapshot ? "snapshot" : null,
                transaction.timestampMillis());
        Frozen frozen = snapshot ? snapshots.remove(position) : null;
        long parts;
        if (frozen != null) {
            parts = Telling.tell(frozen, header, this::append);
        } else {
            parts = transaction.changes().size();
            for (int i = 0; i < parts; i++) {
                append(transaction.changes().get(i).part(header, i));
            }
        }
        skip = 0;
        boolean whole = frozen != null;
        ChangeEvent end = new ChangeEvent.Ended(header, parts);
        append(end, offset -> progress.published(position, whole));
    }

    private void append(ChangeEvent.Part part) throws InterruptedException {
        if (part.ordinal() < skip) {
            return;
        }
        SourcePosition position = part.position();
        boolean begins = part.ordinal() == 0 && part.header().reason() != null;
        append(part, offset -> {
            if (begins) {
                progress.snapshotBegins(position, offset);
            }
            (part.header().reason() == null ? Moment.MID_PUBLISH : Moment.MID_STORE_SNAPSHOT).passed();
        });
    }

    private void append(ChangeEvent event, Consumer<Long> then) throws InterruptedException {
        CaptureFault failure = refused;
        if (failure != null) {
            throw failure;
        }
        log.append(partition, ChangeJson.key(event), ChangeJson.encode(event), (offset, cause) -> {
            if (cause != null) {
                refuse(cause);
            } else if (refused == null) {
                own.accept(offset);
                then.accept(offset);
            }
        });
    }

    /** The next transaction may be long in coming: the session ends now. */
    private void refuse(Exception cause) {
        if (refused == null) {
            refused = new CaptureFault(
                    "source " + source + ": the changes topic did not take a record: " + cause.getMessage()
                            + ". Check Kafka, its disk and the permissions; then start again.",
                    cause);
            failed.accept(refused);
        }
    }

    /** Returns when nothing is appended any more. */
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
