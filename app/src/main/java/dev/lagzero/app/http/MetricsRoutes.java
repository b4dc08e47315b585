package dev.lagzero.app.http;

import io.javalin.config.RoutesConfig;
import java.util.function.Supplier;

/** {@code GET /metrics}: all numbers, in the text format of Prometheus. */
public record MetricsRoutes(Supplier<String> scrape) implements Routes {

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/metrics", context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(scrape.get()));
    }
}
