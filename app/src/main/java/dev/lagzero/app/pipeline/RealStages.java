package dev.lagzero.app.pipeline;

import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.app.data.DataDirectory;
import dev.lagzero.capture.Capture;
import dev.lagzero.capture.CaptureConfig;
import dev.lagzero.capture.SqliteCapture;
import dev.lagzero.capture.diff.CaptureScope;
import dev.lagzero.schemas.mapping.IdentityMapping;
import dev.lagzero.schemas.mapping.Mapping;
import dev.lagzero.schemas.mapping.Projection;
import dev.lagzero.schemas.topic.Topics;
import dev.lagzero.stream.NormalizeStream;
import dev.lagzero.stream.StreamConfig;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The stages as they are. */
public final class RealStages implements Stages {

    /** The one projection there is so far: tables as they are. */
    private static final String PROJECTION = "tables";

    private final Configuration config;
    private final DataDirectory data;
    private final Servers servers;
    private final Mapping mapping;
    private final Map<String, Object> kafka;

    public RealStages(Configuration config, DataDirectory data, Servers servers) {
        this.config = config;
        this.data = data;
        this.servers = servers;
        this.mapping = new IdentityMapping(config.target().names());
        this.kafka = config.kafka().client(servers.bootstrap());
    }

    @Override
    public Capture capture(SourceSettings source) {
        return SqliteCapture.start(new CaptureConfig(
                topics(source),
                source.name(),
                source.file(),
                data.source(source.name()),
                kafka,
                new CaptureScope(source.include(), source.exclude(), source.mask()),
                config.kafka().partitions(),
                servers::flush));
    }

    @Override
    public Stage stream(SourceSettings source) {
        try {
            return new RunningStream(NormalizeStream.start(new StreamConfig(
                    topics(source),
                    projection(source),
                    mapping,
                    kafka,
                    data.path("streams").resolve(source.name()),
                    config.stream().exactlyOnce())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while starting the stream of " + source.name(), "start again", e);
        }
    }

    @Override
    public SinkStage sink(SourceSettings source) {
        return new SinkStage() {
            public dev.lagzero.app.status.Standing standing(String s) {
                return dev.lagzero.app.status.Standing.NOTHING;
            }

            public dev.lagzero.schemas.position.SourcePosition before(String s) {
                return dev.lagzero.schemas.position.SourcePosition.NONE;
            }

            public Arrival arrival(String s) {
                return null;
            }

            public CompletableFuture<Void> stopped() {
                return new CompletableFuture<>();
            }

            public void close() {}
        };
    }

    private static Topics topics(SourceSettings source) {
        return new Topics(source.name());
    }

    private Projection projection(SourceSettings source) {
        return new Projection(PROJECTION, mapping.hash(), config.schemaOf(source));
    }

    private record RunningStream(NormalizeStream stream) implements Stage {

        @Override
        public CompletableFuture<Void> stopped() {
            return stream.stopped();
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
