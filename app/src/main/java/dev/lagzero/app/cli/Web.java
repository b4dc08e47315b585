package dev.lagzero.app.cli;

import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.app.http.LagRoutes;
import dev.lagzero.app.http.LifeRoutes;
import dev.lagzero.app.http.MetricsRoutes;
import dev.lagzero.app.http.OverviewRoutes;
import dev.lagzero.app.http.PageRoutes;
import dev.lagzero.app.http.PositionRoutes;
import dev.lagzero.app.http.Routes;
import dev.lagzero.app.http.StoreRoutes;
import dev.lagzero.app.http.StreamRoutes;
import dev.lagzero.app.http.WebServer;
import dev.lagzero.app.metrics.Metrics;
import dev.lagzero.app.metrics.SourceBytes;
import dev.lagzero.app.pipeline.StageKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All that a process answers over HTTP: what its stages know. */
final class Web implements AutoCloseable {

    /** Names the environment's variable with the token that writers must bear. */
    static final String TOKEN = "LAGZERO_TOKEN";

    private final StreamRoutes events;
    private final WebServer server;

    private Web(StreamRoutes events, WebServer server) {
        this.events = events;
        this.server = server;
    }

    static Web start(int port, Configuration config, List<StageKind> stages, LiveAnswers live, Metrics metrics) {
        measure(config, stages, live, metrics);
        StreamRoutes events = new StreamRoutes(() -> live.latest().json());
        List<Routes> routes = new ArrayList<>(List.of(
                new LagRoutes(live::look, live::history),
                events,
                new PositionRoutes(live),
                new StoreRoutes(live, System.getenv().getOrDefault(TOKEN, "")),
                new LifeRoutes(live::trouble),
                new MetricsRoutes(metrics::scrape)));
        if (stages.contains(StageKind.SINK)) {
            routes.add(new PageRoutes());
            routes.add(new OverviewRoutes(live::overview));
        }
        try {
            return new Web(events, WebServer.start(port, routes));
        } catch (RuntimeException e) {
            events.close();
            throw e;
        }
    }

    /** What a process cannot know it does not tell: one that is UNKNOWN for ever would wake somebody for nothing. */
    private static void measure(Configuration config, List<StageKind> stages, LiveAnswers live, Metrics metrics) {
        if (stages.contains(StageKind.SINK)) {
            metrics.lag(live.sources(), live::latest);
        }
        if (stages.contains(StageKind.CAPTURE)) {
            bytes(config, metrics);
        }
    }

    private static void bytes(Configuration config, Metrics metrics) {
        for (SourceSettings source : config.sources()) {
            if (source.isMemory()) {
                continue;
            }
            Path sources = config.data().toAbsolutePath().resolve("sources");
            metrics.bytes(new SourceBytes(
                    source.name(),
                    Path.of(source.file() + "-wal"),
                    sources.resolve(source.name()).resolve("spool"),
                    config.capture().limits().log(),
                    config.capture().limits().spool()));
        }
    }

    String address() {
        return server.address();
    }

    @Override
    public void close() {
        events.close();
        server.close();
    }
}
