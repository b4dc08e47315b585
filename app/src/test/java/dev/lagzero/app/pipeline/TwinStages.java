package dev.lagzero.app.pipeline;

import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.capture.Capture;
import dev.lagzero.control.lag.Sighting;
import dev.lagzero.control.lag.Standing;
import dev.lagzero.control.lag.Standings;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Stages in memory, told by a test what to say. */
final class TwinStages implements Stages {

    static final SourcePosition P = new SourcePosition(1, 5);

    final List<String> story = new CopyOnWriteArrayList<>();
    final CompletableFuture<Void> captureStopped = new CompletableFuture<>();
    final CompletableFuture<Void> sinkStopped = new CompletableFuture<>();
    volatile SourcePosition fresh = P;
    volatile String refused = "";
    volatile String healthy = "";
    volatile Standing standing = new Standing(P, 0, null, null);
    volatile Capture.Progress progress = new Capture.Progress("s", 10, 10, true);
    volatile SourcePosition before = P;
    volatile RuntimeException sinkRefuses;
    volatile Map<String, Sighting> heads = Map.of();
    int silentArrivals;

    @Override
    public Capture capture(SourceSettings source) {
        if (source.name().equals(refused)) {
            throw new IllegalStateException("no source " + refused);
        }
        story.add("capture starts");
        return new Capture() {
            @Override
            public Head head() {
                return new Head("s", P, P, true, "", "", "i", System.currentTimeMillis());
            }

            @Override
            public Head freshHead() {
                return new Head("s", fresh, P, true, "", "", "i", System.currentTimeMillis());
            }

            @Override
            public void freeze(Consumer<Content> reader) {
                throw new UnsupportedOperationException("a twin holds nothing");
            }

            @Override
            public void freeze(SourcePosition at, Duration patience, Consumer<Content> reader) {
                throw new UnsupportedOperationException("a twin holds nothing");
            }

            @Override
            public Progress progress() {
                return progress;
            }

            @Override
            public CompletableFuture<Void> stopped() {
                return source.name().equals(healthy) ? new CompletableFuture<>() : captureStopped;
            }

            @Override
            public void close() {
                story.add("capture ends");
            }
        };
    }

    @Override
    public Stage stream() {
        story.add("stream starts");
        return new TwinStage("stream", new CompletableFuture<>());
    }

    @Override
    public SinkStage sink() {
        if (sinkRefuses != null) {
            throw sinkRefuses;
        }
        story.add("sink starts");
        return new TwinSink();
    }

    private class TwinStage implements Stage {
        private final String name;
        private final CompletableFuture<Void> stopped;

        TwinStage(String name, CompletableFuture<Void> stopped) {
            this.name = name;
            this.stopped = stopped;
        }

        @Override
        public CompletableFuture<Void> stopped() {
            return stopped;
        }

        @Override
        public Optional<String> trouble() {
            return Optional.empty();
        }

        @Override
        public void close() {
            story.add(name + " ends");
        }
    }

    private final class TwinSink extends TwinStage implements SinkStage {
        TwinSink() {
            super("sink", sinkStopped);
        }

        @Override
        public Map<String, Sighting> heads() {
            return heads;
        }

        @Override
        public Standings standings() {
            return new Standings(Map.of(), standing);
        }

        @Override
        public SourcePosition before(String source) {
            return before;
        }

        @Override
        public Holdings holdings() {
            return new Holdings(List.of(), List.of());
        }

        @Override
        public Arrival arrival(String source) {
            if (silentArrivals-- > 0) {
                throw new TargetSilentException("jdbc:twin", new SQLException("relation v does not exist"));
            }
            return new Arrival(
                    List.of(new Arrival.ArrivedTable("artist", 275, "id bigint")),
                    List.of("fk of album"),
                    List.of("view v is not replicated"));
        }
    }
}
