package dev.lagzero.app.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lagzero.control.lag.LagReport;
import io.javalin.config.RoutesConfig;
import java.util.function.Supplier;

/**
 * {@code GET /lag}: the state of every source, looked at for this request. {@code GET /lag/history}: the last minutes, second
 * by second.
 */
public record LagRoutes(Supplier<LagReport> lag, Supplier<ObjectNode> history) implements Routes {

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/lag", context -> Answer.of(lag.get().json()).send(context));
        routes.get("/lag/history", context -> Answer.of(history.get()).send(context));
    }
}
