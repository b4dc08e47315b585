package dev.lagzero.app.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.sse.SseClient;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * {@code GET /lag/stream}: what {@code /lag} says, as server-sent events called {@code lag}, once a second and without
 * looking at the sources for it.
 */
public final class StreamRoutes implements Routes, AutoCloseable {

    private final Supplier<ObjectNode> latest;
    private final Set<SseClient> clients = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "lagzero-events");
        thread.setDaemon(true);
        return thread;
    });

    /** @param latest what was seen last; it must answer at once */
    public StreamRoutes(Supplier<ObjectNode> latest) {
        this.latest = latest;
        clock.scheduleWithFixedDelay(this::tell, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.sse("/lag/stream", client -> {
            client.keepAlive();
            client.onClose(() -> clients.remove(client));
            client.sendEvent("lag", latest.get().toString());
            clients.add(client);
        });
    }

    private void tell() {
        if (!clients.isEmpty()) {
            String text = latest.get().toString();
            clients.forEach(client -> client.sendEvent("lag", text));
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        clients.forEach(SseClient::close);
    }
}
