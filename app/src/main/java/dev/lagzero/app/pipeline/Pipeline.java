package dev.lagzero.app.pipeline;

import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.capture.Capture;
import dev.lagzero.control.lag.LagReport;
import dev.lagzero.control.lag.SourceLag;
import dev.lagzero.control.lag.Standing;
import dev.lagzero.control.lag.Standings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The running stages of a process: a capture for each source, one stream and one sink for all; or those of them it runs. */
public final class Pipeline implements AutoCloseable {

    private static final int LOOK_SECONDS = 5;
    private static final Standings NO_TARGET = new Standings(
            Map.of(),
            Standing.NOTHING.broken("this process applies nothing: ask the sink's, or lagzero status where Kafka and"
                    + " Postgres can be reached"));

    private final List<Followed> followed = new ArrayList<>();
    private @Nullable Stage stream;
    private @Nullable SinkStage sink;
    private @Nullable ReceivedLag received;

    private Pipeline() {}

    /** Starts the wanted stages, captures and stream side by side. When one does not start, the others are stopped again. */
    public static Pipeline start(Stages stages, List<SourceSettings> sources, List<StageKind> wanted) {
        Pipeline pipeline = new Pipeline();
        List<Runnable> starts = new ArrayList<>();
        starts.add(() -> pipeline.follow(stages, sources, wanted.contains(StageKind.CAPTURE)));
        if (wanted.contains(StageKind.STREAM)) {
            starts.add(() -> pipeline.stream = stages.stream());
        }
        try {
            for (CompletableFuture<Void> start : SideBySide.all(starts)) {
                if (start.isCompletedExceptionally() && start.exceptionNow() instanceof RuntimeException reason) {
                    throw reason;
                }
                start.join();
            }
            pipeline.sink = wanted.contains(StageKind.SINK) ? stages.sink() : null;
            if (pipeline.sink != null && !wanted.contains(StageKind.CAPTURE)) {
                pipeline.received = new ReceivedLag(
                        pipeline.sink,
                        sources.stream().map(SourceSettings::name).collect(Collectors.toSet()));
            }
            return pipeline;
        } catch (RuntimeException e) {
            pipeline.close();
            throw e;
        }
    }

    private void follow(Stages stages, List<SourceSettings> sources, boolean captures) {
        if (captures) {
            followed.addAll(CaptureStart.run(stages, sources));
        } else {
            sources.forEach(source -> followed.add(Followed.elsewhere(source.name())));
        }
    }

    public List<Followed> followed() {
        return List.copyOf(followed);
    }

    Optional<SinkStage> sink() {
        return Optional.ofNullable(sink);
    }

    /** What capture remembers of all sources, and the target as it is now: no source is looked at. */
    public LagReport glance() {
        if (received != null) {
            return received.glance();
        }
        Map<String, Function<Standing, SourceLag>> remembered = new LinkedHashMap<>();
        Standings standings = standings();
        followed.forEach(source -> remembered.put(source.source(), source.remembered()));
        return report(remembered, standings);
    }

    private static LagReport report(Map<String, Function<Standing, SourceLag>> looks, Standings standings) {
        List<SourceLag> lags = new ArrayList<>();
        looks.forEach((source, look) -> lags.add(look.apply(standings.of(source))));
        return new LagReport(lags, standings.warnings());
    }

    /** Looks at all sources and then at the target, now. A source that cannot be looked at keeps nobody waiting. */
    public LagReport look() {
        if (received != null) {
            return received.look();
        }
        Map<String, CompletableFuture<Function<Standing, SourceLag>>> looks = new LinkedHashMap<>();
        followed.forEach(source -> looks.put(
                source.source(),
                CompletableFuture.supplyAsync(source::look, Thread::startVirtualThread)
                        .completeOnTimeout(source.silent(LOOK_SECONDS), LOOK_SECONDS, TimeUnit.SECONDS)));
        Map<String, Function<Standing, SourceLag>> seen = new LinkedHashMap<>();
        looks.forEach((source, look) -> seen.put(source, look.join()));
        return report(seen, standings());
    }

    private Standings standings() {
        return sink == null ? NO_TARGET : sink.standings();
    }

    /**
     * Where one source stands.
     *
     * @param fresh look at the source now, so that its head covers every commit made before the call
     */
    public SourceLag position(String source, boolean fresh) {
        if (received != null) {
            LagReport all = fresh ? received.look() : received.glance();
            return only(all.sources(), each -> each.source().equals(source), source);
        }
        Followed asked = only(followed, each -> each.source().equals(source), source);
        Function<Standing, SourceLag> seen = fresh ? asked.look() : asked.remembered();
        return seen.apply(standings().of(source));
    }

    private static <T> T only(List<T> all, Predicate<T> wanted, String source) {
        return all.stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no source " + source));
    }

    /** Why this pipeline does not do its work now; empty when it does. Asks the target. */
    public Optional<String> trouble() {
        for (Followed source : followed) {
            Optional<Throwable> failure = source.failure();
            if (failure.isPresent()) {
                return failure.map(Throwable::getMessage);
            }
        }
        if (stopped().stream().anyMatch(CompletableFuture::isDone)) {
            return Optional.of("a stage has stopped");
        }
        return Stream.of(Optional.ofNullable(stream), Optional.ofNullable(sink))
                .flatMap(Optional::stream)
                .map(Stage::trouble)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** What the target holds now; nothing when this process has no target. */
    public Holdings holdings() {
        return sink == null ? new Holdings(List.of(), List.of()) : sink.holdings();
    }

    /** One for each stage that all sources share. */
    public List<CompletableFuture<Void>> stopped() {
        List<CompletableFuture<Void>> stopped = new ArrayList<>();
        if (stream != null) {
            stopped.add(stream.stopped());
        }
        if (sink != null) {
            stopped.add(sink.stopped());
        }
        return stopped;
    }

    /** Stops the stages in the order in which rows pass them. */
    @Override
    public void close() {
        try {
            closeCaptures();
        } finally {
            try {
                if (stream != null) {
                    stream.close();
                }
            } finally {
                if (sink != null) {
                    sink.close();
                }
            }
        }
    }

    /** Every one is closed, also when another one does not want to. */
    private void closeCaptures() {
        List<Capture> captures =
                followed.stream().flatMap(each -> each.capture().stream()).toList();
        SideBySide.each(captures, capture -> {
                    capture.close();
                    return capture;
                })
                .forEach(CompletableFuture::join);
    }
}
