package dev.lagzero.app.http;

import dev.lagzero.control.lag.LagReport;
import io.javalin.config.RoutesConfig;
import java.util.function.Supplier;

/** {@code GET /lag}: the state of every source, looked at for this request. */
public record LagRoutes(Supplier<LagReport> lag) implements Routes {

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/lag", context -> Answer.of(lag.get().json()).send(context));
    }
}
