package dev.lagzero.capture.journal;

import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.topic.Topics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes transactions behind each other. Each thread makes its record side by side with others; then, one at a time, it
 * takes the next position and copies the record to its place. So all before a transaction are whole when it begins, and
 * the end of the process, wherever it strikes, leaves at most the last one half.
 */
final class Appender {

    private static final ThreadLocal<TransactionWriter> WRITERS = ThreadLocal.withInitial(TransactionWriter::new);

    private final Segments segments;
    private final Runnable news;
    private final Gate gate = new Gate();
    private volatile SourcePosition begun;
    private volatile @Nullable At at;
    private volatile @Nullable Throwable failure;

    /**
     * Where transactions are written to.
     *
     * @param before octets that were written to others
     */
    private record At(Segment segment, long before) {
        long written() {
            return before + segment.end() - Segment.HEADER;
        }
    }

    /**
     * @param newest the last transaction that is there
     * @param news runs when there are more, or when no more can be written
     */
    Appender(Segments segments, SourcePosition newest, Runnable news) {
        this.segments = segments;
        this.begun = newest;
        this.news = news;
    }

    /** The next transaction follows this one. Before anything is appended. */
    void begin(SourcePosition last) {
        begun = last;
    }

    /** The last transaction that is whole, as all before it are. */
    SourcePosition newest() {
        At now = at;
        return now == null ? begun : now.segment().last();
    }

    /** Octets that were written down. */
    long written() {
        At now = at;
        return now == null ? 0 : now.written();
    }

    /** Why nothing can be written any more; null while it can. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** @throws RefusedWrite when it does not fit: then nothing was written */
    SourcePosition append(Transaction.Kind kind, long timestampMillis, List<Change> changes) {
        TransactionWriter writer = WRITERS.get();
        RecordBuffer record = writer.write(begun.epoch(), kind, timestampMillis, changes);
        if (record.length() > Topics.MAX_CHANGE_BYTES && changes.size() == 1) {
            throw new RefusedWrite(
                    RefusedWrite.Reason.TOO_LARGE,
                    "a row of " + record.length() + " bytes is more than a record of the log takes.");
        }
        SourcePosition position;
        gate.enter();
        try {
            position = place(writer, record.length());
        } finally {
            gate.leave();
        }
        news.run();
        return position;
    }

    private SourcePosition place(TransactionWriter writer, int length) {
        Throwable cause = failure;
        if (cause != null) {
            throw new RefusedWrite(
                    RefusedWrite.Reason.CLOSED, "the journal has failed: it takes no writes. " + cause, cause);
        }
        Segment segment = segment(length);
        try {
            segment.lay(writer.numbered(segment.next().sequence()));
            Moment.RECORD_RESERVED.passed();
            return segment.count(length);
        } catch (RuntimeException | Error e) {
            fail(e);
            throw e;
        }
    }

    private Segment segment(int length) {
        At now = at;
        if (now != null && now.segment().hasRoom(length)) {
            return now.segment();
        }
        Segment next = segments.begin(newest(), length);
        at = new At(next, written());
        return next;
    }

    /** Returns when all that were writing have written; those that write later see what the caller has said before. */
    void awaitWriting() {
        gate.pass();
    }

    /** A record stays half: nothing may follow it. */
    void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        news.run();
    }
}
