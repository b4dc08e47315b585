package dev.lagzero.app.http;

import io.javalin.config.RoutesConfig;

/** {@code GET /v1/sources/{source}/position[?fresh]}: see {@link PositionAnswer}. */
public record PositionRoutes(PositionQuestions questions) implements Routes {

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/v1/sources/{source}/position", context -> {
            String fresh = context.queryParam("fresh");
            boolean asked = fresh != null && (fresh.isEmpty() || fresh.equals("true"));
            PositionAnswer.of(questions, context.pathParam("source"), asked).send(context);
        });
    }
}
