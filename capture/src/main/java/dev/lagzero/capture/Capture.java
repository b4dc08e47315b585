package dev.lagzero.capture;

import dev.lagzero.schemas.head.Head;

/** A running capture of one source: file to changes topic, until closed. */
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

    /** Progress of the first copy, for people: rows published of rows counted. */
    Progress progress();

    /** Completes when the capture has stopped by itself; the exception says why. */
    java.util.concurrent.CompletableFuture<Void> stopped();

    /** Publishes nothing more, keeps everything needed to go on, returns when all threads are gone. */
    @Override
    void close();

    /** @param total rows of the snapshot, -1 while unknown */
    record Progress(String source, long published, long total, boolean snapshotDone) {}
}
