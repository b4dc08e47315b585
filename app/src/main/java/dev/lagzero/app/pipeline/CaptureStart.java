package dev.lagzero.app.pipeline;

import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.capture.Capture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Starts the captures of all sources: the first alone, because it makes the topics, the others side by side. */
final class CaptureStart {

    private static final int SIDE_BY_SIDE = 8;

    private final Stages stages;

    CaptureStart(Stages stages) {
        this.stages = stages;
    }

    /**
     * @param started is given each source in the order of the settings, also when one after it does not start
     * @throws RuntimeException of the first that does not start, after all have been tried
     */
    void run(List<SourceSettings> sources, Consumer<Followed> started) {
        SourceSettings first = sources.getFirst();
        started.accept(new Followed(first.name(), stages.capture(first)));
        List<SourceSettings> others = sources.subList(1, sources.size());
        List<CompletableFuture<Capture>> starts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE)) {
            for (SourceSettings other : others) {
                starts.add(CompletableFuture.supplyAsync(() -> stages.capture(other), threads));
            }
        }
        CompletionException failure = null;
        for (int i = 0; i < starts.size(); i++) {
            try {
                started.accept(new Followed(others.get(i).name(), starts.get(i).join()));
            } catch (CompletionException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }
}
