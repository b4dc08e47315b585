package dev.lagzero.app.pipeline;

import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.app.data.DataDirectory;
import dev.lagzero.app.status.Standing;
import dev.lagzero.capture.Capture;
import dev.lagzero.capture.CaptureConfig;
import dev.lagzero.capture.SqliteCapture;
import dev.lagzero.capture.diff.CaptureScope;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.topic.Topics;
import dev.lagzero.sink.Sink;
import dev.lagzero.sink.SinkConfig;
import dev.lagzero.sink.postgres.PostgresTarget;
import dev.lagzero.sink.postgres.TargetStatus;
import dev.lagzero.sink.target.TargetException;
import dev.lagzero.sink.worker.Limits;
import dev.lagzero.stream.NormalizeStream;
import dev.lagzero.stream.StreamConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The stages as they are. Targets are opened first: a source is not touched before all of them are as they must be. */
public final class RealStages implements Stages, AutoCloseable {

    private static final int MOST_WRITERS = 4;

    private final Configuration config;
    private final DataDirectory data;
    private final Servers servers;
    private final Map<String, Object> kafka;
    private final Map<String, PostgresTarget> targets = new HashMap<>();
    private final Map<String, List<String>> notices = new HashMap<>();

    public RealStages(Configuration config, List<StageKind> wanted, DataDirectory data, Servers servers) {
        this.config = config;
        this.data = data;
        this.servers = servers;
        this.kafka = config.kafka().client(servers.bootstrap());
        if (wanted.contains(StageKind.SINK)) {
            openTargets();
        }
    }

    private void openTargets() {
        try {
            for (SourceSettings source : config.sources()) {
                targets.put(source.name(), Targets.open(config, source, servers.credentials()));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public Capture capture(SourceSettings source) {
        if (targets.containsKey(source.name()) && visible(source).sequence() == 0) {
            notices.put(source.name(), SourceNotices.of(source));
        }
        CaptureConfig capture = new CaptureConfig(
                new Topics(source.name()),
                source.name(),
                source.file(),
                data.root(),
                kafka,
                new CaptureScope(source.include(), source.exclude(), source.mask()),
                config.kafka().partitions(),
                servers::flush);
        return SqliteCapture.start(capture, epochSeen(source));
    }

    /** What the target knows of the source's epochs: the topics may be gone, and the data directory with them. */
    private long epochSeen(SourceSettings source) {
        PostgresTarget target = targets.get(source.name());
        if (target == null) {
            return 0;
        }
        try {
            return target.status().watermarks().stream()
                    .filter(mark -> mark.source().equals(source.name()))
                    .mapToLong(TargetStatus.Watermark::claimedEpoch)
                    .max()
                    .orElse(0);
        } catch (TargetException e) {
            throw new StartException(e.getMessage(), "", e);
        }
    }

    @Override
    public Stage stream(SourceSettings source) {
        try {
            return new RunningStream(NormalizeStream.start(new StreamConfig(
                    new Topics(source.name()),
                    Targets.projection(config, source),
                    Targets.mapping(config),
                    kafka,
                    data.path("streams").resolve(source.name() + "-" + data.instance()),
                    config.stream().exactlyOnce())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while starting the stream of " + source.name(), "start again", e);
        }
    }

    @Override
    public SinkStage sink(SourceSettings source) {
        PostgresTarget target = targets.get(source.name());
        SourcePosition before = visible(source);
        Sink sink = Sink.start(new SinkConfig(
                new Topics(source.name()),
                Targets.projection(config, source),
                kafka,
                target,
                new PostgresHeads(target),
                data.instance(),
                Math.min(MOST_WRITERS, config.kafka().partitions()),
                Limits.DEFAULT));
        PostgresView view = new PostgresView(servers.credentials());
        List<String> known = notices.getOrDefault(source.name(), List.of());
        return new RunningSink(sink, view, before, new Arrivals(source.name(), config.schemaOf(source), known));
    }

    /** The last transaction that the target shows now. */
    private SourcePosition visible(SourceSettings source) {
        try (PostgresView view = new PostgresView(servers.credentials())) {
            return view.standings()
                    .getOrDefault(source.name(), Standing.NOTHING)
                    .applied();
        }
    }

    /** Targets that a sink has taken are closed by it; closing them again does nothing. */
    @Override
    public void close() {
        targets.values().forEach(PostgresTarget::close);
    }
}
