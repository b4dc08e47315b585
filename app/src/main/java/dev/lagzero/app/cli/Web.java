package dev.lagzero.app.cli;

import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.app.http.LagRoutes;
import dev.lagzero.app.http.LifeRoutes;
import dev.lagzero.app.http.MetricsRoutes;
import dev.lagzero.app.http.OverviewRoutes;
import dev.lagzero.app.http.PageRoutes;
import dev.lagzero.app.http.PositionRoutes;
import dev.lagzero.app.http.StoreRoutes;
import dev.lagzero.app.http.StreamRoutes;
import dev.lagzero.app.http.WebServer;
import dev.lagzero.app.metrics.Metrics;
import dev.lagzero.app.metrics.SourceBytes;
import java.nio.file.Path;
import java.util.List;

/** All that a run answers over HTTP. */
final class Web implements AutoCloseable {

    /** Names the environment's variable with the token that writers must bear. */
    static final String TOKEN = "LAGZERO_TOKEN";

    private final StreamRoutes events;
    private final WebServer server;

    private Web(StreamRoutes events, WebServer server) {
        this.events = events;
        this.server = server;
    }

    static Web start(Configuration config, LiveAnswers live, Metrics metrics) {
        measure(config, live, metrics);
        StreamRoutes events = new StreamRoutes(() -> live.latest().json());
        try {
            WebServer server = WebServer.start(
                    config.http(),
                    List.of(
                            new PageRoutes(),
                            new LagRoutes(live::look, live::history),
                            events,
                            new OverviewRoutes(live::overview),
                            new PositionRoutes(live),
                            new StoreRoutes(live, System.getenv().getOrDefault(TOKEN, "")),
                            new LifeRoutes(live::trouble),
                            new MetricsRoutes(metrics::scrape)));
            return new Web(events, server);
        } catch (RuntimeException e) {
            events.close();
            throw e;
        }
    }

    private static void measure(Configuration config, LiveAnswers live, Metrics metrics) {
        metrics.lag(live.sources(), live::latest);
        for (SourceSettings source : config.sources()) {
            if (source.isMemory()) {
                continue;
            }
            Path sources = config.data().toAbsolutePath().resolve("sources");
            metrics.bytes(new SourceBytes(
                    source.name(),
                    Path.of(source.file() + "-wal"),
                    sources.resolve(source.name()).resolve(source.isMemory() ? "journal" : "spool"),
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
