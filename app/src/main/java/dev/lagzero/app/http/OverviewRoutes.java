package dev.lagzero.app.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import java.util.function.Supplier;

/** {@code GET /api/overview}: what the page shows besides lag: tables, parked rows, and where everything is. */
public record OverviewRoutes(Supplier<ObjectNode> overview) implements Routes {

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/api/overview", context -> Answer.of(overview.get()).send(context));
    }
}
