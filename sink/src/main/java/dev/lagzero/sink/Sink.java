package dev.lagzero.sink;

import dev.lagzero.sink.heads.HeadsReader;
import dev.lagzero.sink.worker.Crew;
import dev.lagzero.sink.worker.WorkerConfig;
import java.util.concurrent.CompletableFuture;

/**
 * Follows a rows topic and keeps a target in step with it. Starting never fails for want of Kafka, the topic or the
 * target: it waits for them, and {@link #state} says so.
 */
public final class Sink implements AutoCloseable {

    private final SinkConfig config;
    private final Crew crew;
    private final HeadsReader heads;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    private Sink(SinkConfig config) {
        this.config = config;
        String projection = config.projection().name();
        heads = HeadsReader.start(config.topics().heads(), config.kafka(), config.heads());
        crew = Crew.start(new WorkerConfig(
                config.topics().rows(projection),
                config.topics().sinkGroup(projection),
                config.kafka(),
                config.target(),
                config.arrivals(),
                config.limits(),
                config.instance(),
                config.threads()));
        crew.stopped().whenComplete(this::end);
        heads.stopped().whenComplete(this::end);
    }

    public static Sink start(SinkConfig config) {
        return new Sink(config);
    }

    public SinkState state() {
        return new SinkState(crew.states(), crew.waitingFor(), heads.trouble());
    }

    /** Completes when the sink has ended: normally after {@link #close}, exceptionally with what it cannot get over. */
    public CompletableFuture<Void> stopped() {
        return stopped;
    }

    private void end(Void nothing, Throwable cause) {
        if (cause != null) {
            stopped.completeExceptionally(cause);
        }
    }

    /** Ends after what is being applied now. What was read and not applied is read again by the next one. */
    @Override
    public void close() {
        try {
            heads.close();
            crew.close();
        } finally {
            config.target().close();
        }
        stopped.complete(null);
    }
}
