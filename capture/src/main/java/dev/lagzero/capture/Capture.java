package dev.lagzero.capture;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A running capture of one source, to the changes topic, until closed. Every kind of source promises the same:
 *
 * <ul>
 *   <li>its transactions stand in the log in one order, whole, each behind a position; positions are dense, and none is
 *       used again with another content;
 *   <li>every change tells the row before and after;
 *   <li>after any crash, and after the loss of the data directory, it goes on from what the log holds: nothing that was
 *       committed is left out, and nothing is told twice under two positions of one epoch;
 *   <li>it can be looked at as it is at one position, while it goes on.
 * </ul>
 */
public interface Capture extends AutoCloseable {

    /** What the source is known to hold and what is published, as of now. */
    Head head();

    /**
     * Looks at the source now and returns a head that covers every commit made before the call. When too many
     * transactions wait to be published, nothing more is numbered: then it returns a head that is not
     * {@linkplain Head#current() current}.
     *
     * @throws CaptureException when the source cannot be looked at, with the reason
     */
    Head freshHead();

    /**
     * Shows the source as it is at the newest position that is known, when the log holds that. The source goes on
     * meanwhile; nothing that it leaves behind is cleared away before the reader returns.
     *
     * @throws CaptureException when nothing is known of the source yet, or it cannot be read
     */
    void freeze(Consumer<Content> reader);

    /**
     * Shows the source exactly as it is at one position, when the log holds that, so that it can be held against a target
     * that is kept at the same one. A position that lies ahead is waited for: who agrees on it beforehand misses nothing,
     * however fast the source goes. Of what lies behind, a source need only show what it still keeps.
     *
     * @param patience how long to wait for the source and for Kafka
     * @throws CaptureException when the position does not come in time, is of another epoch, or lies behind what is kept:
     *     the message says what can be shown
     */
    void freeze(SourcePosition at, Duration patience, Consumer<Content> reader);

    /** A source at one position. */
    interface Content {
        SourcePosition position();

        /** All definitions and rows, as a snapshot would tell them. */
        void tell(Consumer<ChangeEvent.Part> each);
    }

    /** Progress of the first copy, for people: rows published of rows counted. */
    Progress progress();

    /** Completes when the capture has stopped by itself; the exception says why. */
    CompletableFuture<Void> stopped();

    /** Publishes nothing more, keeps everything needed to go on, returns when all threads are gone. */
    @Override
    void close();

    /** @param total rows of the snapshot, -1 while unknown */
    record Progress(String source, long published, long total, boolean snapshotDone) {}
}
