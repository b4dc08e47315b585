package dev.lagzero.capture;

import dev.lagzero.capture.connector.EngineRunner;
import dev.lagzero.capture.diff.PageDiff;
import dev.lagzero.capture.diff.SourceDescription;
import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.file.FileState;
import dev.lagzero.capture.file.SourceBusyException;
import dev.lagzero.capture.file.SqliteFile;
import dev.lagzero.capture.follow.Rounds;
import dev.lagzero.capture.publish.HeadTopic;
import dev.lagzero.capture.publish.KafkaChangeLog;
import dev.lagzero.capture.session.SessionConfig;
import dev.lagzero.capture.session.SourceSession;
import dev.lagzero.schemas.head.Head;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Captures a SQLite file: its session, and the Debezium engine that publishes what the session makes. */
public final class SqliteCapture implements Capture {

    private final String source;
    private final SourceSession session;
    private final Deque<AutoCloseable> parts;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    private SqliteCapture(String source, SourceSession session, Deque<AutoCloseable> parts) {
        this.source = source;
        this.session = session;
        this.parts = parts;
    }

    /**
     * Checks source, data directory and topics, and starts. Everything that is wrong from the beginning is thrown here.
     *
     * @throws CaptureException with what is wrong and what to try
     */
    public static Capture start(CaptureConfig config) {
        return start(config, 0);
    }

    /**
     * The same, with what a target knows.
     *
     * @param epochSeen the highest epoch of the source that a target has seen: after the loss of all topics and of the
     *     data directory nobody else knows, and it must not be taken again
     */
    public static Capture start(CaptureConfig config, long epochSeen) {
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        try {
            return start(config, epochSeen, parts);
        } catch (CaptureFault | IllegalArgumentException e) {
            closeAll(parts);
            throw new CaptureException(e.getMessage(), e);
        } catch (InterruptedException e) {
            closeAll(parts);
            Thread.currentThread().interrupt();
            throw new CaptureException("interrupted while starting the capture of " + config.source(), e);
        } catch (RuntimeException e) {
            closeAll(parts);
            throw e;
        }
    }

    /**
     * What a source declares and what of it is not replicated. For use before {@link #start}: it opens and closes the
     * file, which would take the locks from a capture of the same file in this process.
     *
     * @throws CaptureException when the file cannot be read, with what to try
     */
    public static SourceDescription describe(String source, Path file) {
        try {
            try (SqliteFile open = SqliteFile.open(source, file, true);
                    FileState state = FileState.of(open)) {
                return PageDiff.describe(state);
            }
        } catch (CaptureFault | SourceBusyException e) {
            throw new CaptureException(e.getMessage(), e);
        }
    }

    private static Capture start(CaptureConfig config, long epochSeen, Deque<AutoCloseable> parts)
            throws InterruptedException {
        SessionConfig session = new SessionConfig(
                config.topics(),
                config.source(),
                config.file(),
                config.dataDirectory(),
                config.scope(),
                config.readOnly(),
                config.limits(),
                config.flush()::flush);
        KafkaChangeLog log = KafkaChangeLog.open(config.topics(), config.kafka(), config.partitions());
        parts.push(log);
        HeadTopic heads = new HeadTopic(config.topics(), config.kafka());
        parts.push(heads);
        Rounds rounds = new Rounds();
        parts.push(rounds);
        SourceSession open = SourceSession.open(session, new SourceSession.Wires(log, heads, rounds), epochSeen);
        parts.push(open);
        parts.push(EngineRunner.start(session, open, log));
        SqliteCapture capture = new SqliteCapture(config.source(), open, parts);
        open.failure().whenComplete((none, reason) -> capture.stopOnFailure(reason));
        return capture;
    }

    /** Stopping joins threads, and the reason may come from one of them: a thread of its own does it. */
    private void stopOnFailure(Throwable reason) {
        Thread stopping = new Thread(
                () -> {
                    CaptureException stop =
                            new CaptureException("capture of " + source + " stopped: " + reason.getMessage(), reason);
                    try {
                        closeParts();
                    } catch (CompletionException e) {
                        stop.addSuppressed(e);
                    }
                    stopped.completeExceptionally(stop);
                },
                "stop-" + source);
        stopping.start();
    }

    @Override
    public Head head() {
        return session.head();
    }

    @Override
    public Head freshHead() {
        try {
            return session.freshHead();
        } catch (CaptureFault e) {
            throw new CaptureException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CaptureException("interrupted while looking at source " + source, e);
        }
    }

    @Override
    public Progress progress() {
        return new Progress(source, session.snapshotMade(), session.snapshotExpected(), session.isSnapshotDone());
    }

    @Override
    public CompletableFuture<Void> stopped() {
        return stopped;
    }

    @Override
    public void close() {
        closeParts();
        stopped.complete(null);
    }

    private synchronized void closeParts() {
        closeAll(parts);
    }

    /** Closes in the opposite order of opening; all of them, also when one fails. */
    private static void closeAll(Deque<AutoCloseable> parts) {
        CompletionException failure = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new CompletionException("closing a capture failed: " + e.getMessage(), e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
