package dev.lagzero.bench.metrics;

import dev.lagzero.app.http.LagRoutes;
import dev.lagzero.app.http.MetricsRoutes;
import dev.lagzero.app.http.StreamRoutes;
import dev.lagzero.app.http.WebServer;
import dev.lagzero.app.metrics.Metrics;
import dev.lagzero.app.pipeline.LiveLag;
import dev.lagzero.app.pipeline.Pipeline;
import dev.lagzero.app.pipeline.RealStages;
import dev.lagzero.app.watch.LogWatch;
import dev.lagzero.control.lag.LagReport;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** All who look at a pipeline: what a run does by itself, a Prometheus that scrapes every second, and an open page. */
final class Onlookers implements AutoCloseable {

    private final LiveLag lag;
    private final StreamRoutes events;
    private final WebServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    private final AtomicInteger scrapes = new AtomicInteger();

    private Onlookers(LiveLag lag, StreamRoutes events, WebServer server) {
        this.lag = lag;
        this.events = events;
        this.server = server;
    }

    static Onlookers start(Pipeline pipeline, RealStages stages, Metrics metrics) {
        LiveLag lag = LiveLag.start(pipeline, LogWatch.start(stages.log()));
        StreamRoutes events = new StreamRoutes(() -> lag.latest().json());
        WebServer server = WebServer.start(
                freePort(),
                List.of(
                        events,
                        new LagRoutes(lag::look, () -> lag.history().json()),
                        new MetricsRoutes(metrics::scrape)));
        Onlookers onlookers = new Onlookers(lag, events, server);
        onlookers.clock.scheduleWithFixedDelay(onlookers::scrape, 0, 1, TimeUnit.SECONDS);
        onlookers.clock.execute(onlookers::watch);
        return onlookers;
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void scrape() {
        try {
            String told = client.send(request("/metrics"), HttpResponse.BodyHandlers.ofString())
                    .body();
            scrapes.addAndGet(told.contains("lagzero_stage_latency_seconds_bucket") ? 1 : 0);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads events until the server ends. */
    private void watch() {
        try (InputStream told = client.send(request("/lag/stream"), HttpResponse.BodyHandlers.ofInputStream())
                .body()) {
            told.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(server.address() + path)).build();
    }

    /** What was seen last. */
    LagReport latest() {
        return lag.latest();
    }

    /** Whoever measured what nobody looked at measured nothing. */
    void check() {
        if (scrapes.get() == 0) {
            throw new IllegalStateException("nothing was scraped");
        }
    }

    @Override
    public void close() {
        events.close();
        server.close();
        clock.shutdownNow();
        client.shutdownNow();
        client.close();
        lag.close();
    }
}
