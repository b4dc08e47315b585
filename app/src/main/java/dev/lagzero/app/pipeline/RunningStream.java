package dev.lagzero.app.pipeline;

import dev.lagzero.stream.NormalizeStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A stream as a stage. */
record RunningStream(NormalizeStream stream) implements Stage {

    @Override
    public CompletableFuture<Void> stopped() {
        return stream.stopped();
    }

    @Override
    public Optional<String> trouble() {
        return stream.isRunning() ? Optional.empty() : Optional.of("Kafka has not given the stream its partitions yet");
    }

    @Override
    public void close() {
        stream.close();
    }
}
