package dev.lagzero.app.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * {@code GET /api/live}: this process lives. {@code GET /api/ready}: it does its work; else 503 with the cause, also when
 * the answer takes longer than five seconds.
 *
 * @param trouble why it does not do its work; empty when it does
 */
public record LifeRoutes(Supplier<Optional<String>> trouble) implements Routes {

    private static final long PATIENCE_SECONDS = 5;

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/api/live", context -> Answer.of(live()).send(context));
        routes.get("/api/ready", context -> ready().send(context));
    }

    private static ObjectNode live() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("live", true);
        json.put("pid", ProcessHandle.current().pid());
        return json;
    }

    private Answer ready() {
        Optional<String> cause;
        try {
            cause = CompletableFuture.supplyAsync(trouble, Thread::startVirtualThread)
                    .completeOnTimeout(
                            Optional.of("the target has not answered for " + PATIENCE_SECONDS + " s"),
                            PATIENCE_SECONDS,
                            TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            cause = Optional.of(String.valueOf(e.getCause().getMessage()));
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("ready", cause.isEmpty());
        json.put("cause", cause.orElse(null));
        return new Answer(cause.isEmpty() ? 200 : 503, json);
    }
}
