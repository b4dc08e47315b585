package dev.lagzero.capture;

import dev.lagzero.capture.entry.Entrance;
import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.memory.StoreConfig;
import dev.lagzero.capture.memory.StoreSession;
import dev.lagzero.capture.memory.Wires;
import dev.lagzero.capture.publish.HeadTopic;
import dev.lagzero.capture.publish.KafkaChangeLog;
import dev.lagzero.capture.store.RowShape;
import dev.lagzero.capture.store.Store;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A store in this process as a source. Its collections are rebuilt from the changes topic and the journal, and every change
 * of them is published from then on.
 */
public final class StoreCapture implements Capture {

    private final String source;
    private final StoreSession session;
    private final KafkaChangeLog log;
    private final HeadTopic heads;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private @Nullable Entrance entrance;

    private StoreCapture(String source, StoreSession session, KafkaChangeLog log, HeadTopic heads) {
        this.source = source;
        this.session = session;
        this.log = log;
        this.heads = heads;
        session.failure()
                .whenComplete((none, reason) -> stopped.completeExceptionally(
                        new CaptureException("capture of " + source + " stopped: " + reason.getMessage(), reason)));
    }

    /**
     * The way to Kafka.
     *
     * @param settings of clients: {@code bootstrap.servers} and what security needs
     * @param partitions of the changes topic, at least
     */
    public record Way(Map<String, Object> settings, int partitions, LogFlush flush) {
        public Way {
            settings = Map.copyOf(settings);
        }
    }

    /**
     * Rebuilds the store and starts.
     *
     * @param shapes of the collections that the program declares; others that the topic holds come back as rows
     * @param epochSeen the highest epoch of the source that a target has seen
     * @throws CaptureException with what is wrong and what to try
     */
    public static StoreCapture start(StoreConfig config, Way way, List<RowShape<?, ?>> shapes, long epochSeen) {
        try {
            KafkaChangeLog log = KafkaChangeLog.open(config.topics(), way.settings(), way.partitions());
            HeadTopic heads = new HeadTopic(config.topics(), way.settings());
            try {
                Wires wires = new Wires(log, heads, partition -> way.flush()
                        .flush(config.topics().changes(), partition));
                return new StoreCapture(
                        config.source(), StoreSession.open(config, wires, shapes, epochSeen), log, heads);
            } catch (InterruptedException | RuntimeException e) {
                heads.close();
                log.close();
                throw e;
            }
        } catch (CaptureFault | IllegalArgumentException e) {
            throw new CaptureException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CaptureException("interrupted while opening the store " + config.source(), e);
        }
    }

    /** The collections. */
    public Store store() {
        return session.store();
    }

    /** Where transactions of other programs come in; {@link dev.lagzero.capture.store.RequestShape} must be declared. */
    public synchronized Entrance entrance() {
        if (entrance == null) {
            entrance = new Entrance(session.store());
        }
        return entrance;
    }

    /** Puts a snapshot into the log, so that the next start reads less; the target does not notice. */
    public SourcePosition snapshot() {
        return session.snapshot();
    }

    @Override
    public Head head() {
        return session.head();
    }

    /** A store knows at any time what was written to it. */
    @Override
    public Head freshHead() {
        return session.head();
    }

    @Override
    public Progress progress() {
        return new Progress(source, -1, -1, session.isSnapshotDone());
    }

    @Override
    public CompletableFuture<Void> stopped() {
        return stopped;
    }

    @Override
    public void close() {
        session.close();
        heads.close();
        log.close();
        stopped.complete(null);
    }
}
