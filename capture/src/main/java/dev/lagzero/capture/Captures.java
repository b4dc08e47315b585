package dev.lagzero.capture;

import dev.lagzero.capture.connector.EngineRunner;
import dev.lagzero.capture.diff.PageDiff;
import dev.lagzero.capture.diff.SourceDescription;
import dev.lagzero.capture.disk.OpenFiles;
import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.file.FileState;
import dev.lagzero.capture.file.SourceBusyException;
import dev.lagzero.capture.file.SqliteFile;
import dev.lagzero.capture.memory.Seen;
import dev.lagzero.capture.memory.StoreConfig;
import dev.lagzero.capture.memory.StoreSession;
import dev.lagzero.capture.publish.HeadTopic;
import dev.lagzero.capture.publish.KafkaChangeLog;
import dev.lagzero.capture.session.EarlyCopy;
import dev.lagzero.capture.session.SessionConfig;
import dev.lagzero.capture.session.SourceSession;
import dev.lagzero.capture.session.Wires;
import dev.lagzero.capture.store.RowShape;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * The captures of a process. They share everything that is not a source's own: the ways to Kafka, the threads, the
 * Debezium engine. What befalls one source stops no other. Thread-safe: sources that are started side by side start
 * faster, because they ask the log together.
 */
public final class Captures implements AutoCloseable {

    private final CaptureConfig config;
    private final Wires wires;
    private final EarlyCaptures early;
    private final Deque<AutoCloseable> parts;

    private Captures(CaptureConfig config, Wires wires, EarlyCaptures early, Deque<AutoCloseable> parts) {
        this.config = config;
        this.wires = wires;
        this.early = early;
        this.parts = parts;
    }

    /**
     * Checks topics and limits, and connects.
     *
     * @param sources how many will be started
     * @throws CaptureException with what is wrong and what to try
     */
    public static Captures open(CaptureConfig config, int sources) {
        return open(config, sources, new EarlyCaptures());
    }

    /**
     * The same, going on with what was begun early.
     *
     * @param early whose sources are started by {@link #start}; closed with this
     */
    public static Captures open(CaptureConfig config, int sources, EarlyCaptures early) {
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        parts.push(early);
        try {
            OpenFiles.check(sources - early.count());
            return open(config, early, parts);
        } catch (CaptureFault e) {
            closeAll(parts);
            throw new CaptureException(e.getMessage(), e);
        } catch (InterruptedException e) {
            closeAll(parts);
            Thread.currentThread().interrupt();
            throw new CaptureException("interrupted while connecting to Kafka", e);
        } catch (RuntimeException e) {
            closeAll(parts);
            throw e;
        }
    }

    private static Captures open(CaptureConfig config, EarlyCaptures early, Deque<AutoCloseable> parts)
            throws InterruptedException {
        KafkaChangeLog log = KafkaChangeLog.open(config.topics(), config.kafka(), config.partitions());
        parts.push(log);
        HeadTopic heads = new HeadTopic(config.topics(), config.kafka());
        parts.push(heads);
        String topic = config.topics().changes();
        Wires wires = new Wires(log, heads, partition -> config.flush().flush(topic, partition), early.ground());
        parts.push(wires);
        parts.push(EngineRunner.start(config.topics(), wires.outlet(), log));
        return new Captures(config, wires, early, parts);
    }

    /**
     * Checks source and data directory, and starts. Everything that is wrong from the beginning is thrown here.
     *
     * @throws CaptureException with what is wrong and what to try
     */
    public Capture start(SourceConfig source) {
        return start(source, 0);
    }

    /**
     * The same, with what a target knows.
     *
     * @param epochSeen the highest epoch of the source that a target has seen: after the loss of all topics and of the
     *     data directory nobody else knows, and it must not be taken again
     */
    public Capture start(SourceConfig source, long epochSeen) {
        try {
            SessionConfig session = config.room().session(source);
            Optional<EarlyCopy> begun = early.take(session);
            return new RunningCapture(
                    source.name(),
                    begun.isPresent()
                            ? SourceSession.open(session, wires, epochSeen, begun.get())
                            : SourceSession.open(session, wires, epochSeen));
        } catch (CaptureFault | IllegalArgumentException e) {
            throw new CaptureException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CaptureException("interrupted while starting the capture of " + source.name(), e);
        }
    }

    /**
     * Rebuilds a store of this process from the log and its journal, and starts to publish what is written to it.
     *
     * @param shapes of the collections that the program declares; others that the topic holds come back as rows
     * @param seen what a target knows of the source; {@link Seen#NOTHING} for who does not ask it
     * @throws CaptureException with what is wrong and what to try
     */
    public StoreCapture store(StoreConfig store, List<RowShape<?, ?>> shapes, Seen seen) {
        try {
            return new StoreCapture(
                    store.source(), StoreSession.open(store, config.dataDirectory(), wires, shapes, seen));
        } catch (CaptureFault | IllegalArgumentException e) {
            throw new CaptureException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CaptureException("interrupted while opening the store " + store.source(), e);
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

    /** Ends what is shared; the captures are to be closed before. */
    @Override
    public void close() {
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
