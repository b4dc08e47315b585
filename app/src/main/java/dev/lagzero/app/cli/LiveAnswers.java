package dev.lagzero.app.cli;

import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.app.http.PositionQuestions;
import dev.lagzero.app.pipeline.Pipeline;
import dev.lagzero.app.status.LagReport;
import dev.lagzero.app.status.SourceLag;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers from the pipeline that runs in this process; unknown while it starts and ends. */
final class LiveAnswers implements PositionQuestions {

    private final Set<String> sources;
    private final AtomicReference<@Nullable Pipeline> running = new AtomicReference<>();

    LiveAnswers(List<SourceSettings> sources) {
        this.sources = sources.stream().map(SourceSettings::name).collect(Collectors.toCollection(TreeSet::new));
    }

    void runs(@Nullable Pipeline pipeline) {
        running.set(pipeline);
    }

    LagReport look() {
        Pipeline pipeline = running.get();
        return pipeline != null
                ? pipeline.look()
                : new LagReport(sources.stream().map(LiveAnswers::notRunning).toList());
    }

    @Override
    public Set<String> sources() {
        return sources;
    }

    @Override
    public SourceLag position(String source, boolean fresh) {
        Pipeline pipeline = running.get();
        return pipeline == null ? notRunning(source) : pipeline.position(source, fresh);
    }

    private static SourceLag notRunning(String source) {
        return SourceLag.unknown(source, "starting or ending");
    }
}
