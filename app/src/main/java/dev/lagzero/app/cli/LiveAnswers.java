package dev.lagzero.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.app.http.Entrances;
import dev.lagzero.app.http.PositionQuestions;
import dev.lagzero.app.pipeline.Holdings;
import dev.lagzero.app.pipeline.LiveLag;
import dev.lagzero.app.pipeline.Pipeline;
import dev.lagzero.capture.StoreCapture;
import dev.lagzero.capture.entry.Entrance;
import dev.lagzero.control.lag.History;
import dev.lagzero.control.lag.LagReport;
import dev.lagzero.control.lag.SourceLag;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers from the pipeline that runs in this process; unknown while it starts and ends. */
final class LiveAnswers implements PositionQuestions, Entrances {

    private static final String NOT_RUNNING = "starting or ending";

    private final String pipeline;
    private final Set<String> sources;
    private final AtomicReference<@Nullable Running> running = new AtomicReference<>();

    LiveAnswers(String pipeline, List<SourceSettings> sources) {
        this.pipeline = pipeline;
        this.sources = sources.stream().map(SourceSettings::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** A pipeline and who watches it. */
    record Running(Pipeline pipeline, LiveLag lag) {}

    void runs(@Nullable Running now) {
        running.set(now);
    }

    /** Looks at the sources now. */
    LagReport look() {
        Running now = running.get();
        return now != null ? now.lag().look() : notRunning();
    }

    /** What was seen last. */
    LagReport latest() {
        Running now = running.get();
        return now != null ? now.lag().latest() : notRunning();
    }

    /** Lag and throughput of the last minutes. */
    ObjectNode history() {
        Running now = running.get();
        return (now == null ? new History() : now.lag().history()).json();
    }

    Optional<String> trouble() {
        Running now = running.get();
        return now != null ? now.pipeline().trouble() : Optional.of(NOT_RUNNING);
    }

    ObjectNode overview() {
        Running now = running.get();
        Holdings holdings = now == null
                ? new Holdings(List.of(), List.of())
                : now.pipeline().holdings();
        return Overview.of(pipeline, holdings);
    }

    @Override
    public Set<String> sources() {
        return sources;
    }

    @Override
    public SourceLag position(String source, boolean fresh) {
        Running now = running.get();
        return now == null ? notRunning(source) : now.pipeline().position(source, fresh);
    }

    @Override
    public Optional<Entrance> entrance(String source) {
        Running now = running.get();
        return now == null
                ? Optional.empty()
                : now.pipeline().followed().stream()
                        .filter(each -> each.source().equals(source))
                        .flatMap(each -> each.capture().stream())
                        .flatMap(capture ->
                                capture instanceof StoreCapture store ? Stream.of(store.entrance()) : Stream.empty())
                        .findFirst();
    }

    private LagReport notRunning() {
        return new LagReport(sources.stream().map(LiveAnswers::notRunning).toList());
    }

    private static SourceLag notRunning(String source) {
        return SourceLag.unknown(source, NOT_RUNNING);
    }
}
