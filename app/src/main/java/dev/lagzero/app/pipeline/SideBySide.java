package dev.lagzero.app.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Does many things at once: they wait for disks and for Kafka, and some of that they do together. */
final class SideBySide {

    private static final int THREADS = 256;

    private SideBySide() {}

    /** What came of each, in their order; all are done when it returns, and all were tried. */
    static <S, T> List<CompletableFuture<T>> each(List<S> sources, Function<S, T> task) {
        List<CompletableFuture<T>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(Math.clamp(sources.size(), 1, THREADS))) {
            sources.forEach(source -> all.add(CompletableFuture.supplyAsync(() -> task.apply(source), threads)));
        }
        return all;
    }

    /** What became of some things that are done at once; all are done when it returns, and all were tried. */
    static List<CompletableFuture<Void>> all(List<Runnable> tasks) {
        return each(tasks, task -> {
            task.run();
            return null;
        });
    }
}
