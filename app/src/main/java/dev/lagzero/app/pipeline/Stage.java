package dev.lagzero.app.pipeline;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Something that runs until it is closed. It gets over passing trouble by itself. */
public interface Stage extends AutoCloseable {

    /** Fails when the stage cannot go on, with what to try; completes after {@link #close}. */
    CompletableFuture<Void> stopped();

    /** Why it does not do its work now; empty when it does. */
    Optional<String> trouble();

    @Override
    void close();
}
