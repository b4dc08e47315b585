package dev.lagzero.app.pipeline;

import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.app.status.LagReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The pipelines of all sources of a process. */
public final class Pipelines implements AutoCloseable {

    private final List<Pipeline> running;

    private Pipelines(List<Pipeline> running) {
        this.running = running;
    }

    /** Starts all, or none: when one does not start, the others are stopped again. */
    public static Pipelines start(Stages stages, List<SourceSettings> sources, List<StageKind> wanted) {
        Pipelines pipelines = new Pipelines(new ArrayList<>());
        try {
            for (SourceSettings source : sources) {
                pipelines.running.add(Pipeline.start(stages, source, wanted));
            }
            return pipelines;
        } catch (RuntimeException e) {
            pipelines.close();
            throw e;
        }
    }

    public List<Pipeline> running() {
        return List.copyOf(running);
    }

    public LagReport look() {
        return new LagReport(running.stream().map(Pipeline::look).toList());
    }

    public List<CompletableFuture<Void>> stopped() {
        return running.stream().flatMap(pipeline -> pipeline.stopped().stream()).toList();
    }

    @Override
    public void close() {
        closeFrom(0);
    }

    /** Every one is closed, also when another one does not want to. */
    private void closeFrom(int index) {
        if (index < running.size()) {
            try {
                running.get(index).close();
            } finally {
                closeFrom(index + 1);
            }
        }
    }
}
