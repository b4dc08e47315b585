package dev.lagzero.app.pipeline;

import dev.lagzero.stream.NormalizeStream;
import java.util.concurrent.CompletableFuture;

/** A stream as a stage. */
record RunningStream(NormalizeStream stream) implements Stage {

    @Override
    public CompletableFuture<Void> stopped() {
        return stream.stopped();
    }

    @Override
    public void close() {
        stream.close();
    }
}
