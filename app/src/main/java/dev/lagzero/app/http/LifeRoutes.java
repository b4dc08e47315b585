package dev.lagzero.app.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;

/** {@code GET /api/live}: this process lives. */
public record LifeRoutes() implements Routes {

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/api/live", context -> Answer.of(live()).send(context));
    }

    private static ObjectNode live() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("live", true);
        json.put("pid", ProcessHandle.current().pid());
        return json;
    }
}
