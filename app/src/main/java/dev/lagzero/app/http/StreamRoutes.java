package dev.lagzero.app.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.sse.SseClient;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * {@code GET /lag/stream}: what {@code /lag} says, as server-sent events called {@code lag}, once a second and without
 * looking at the sources for it.
 */
public final class StreamRoutes implements Routes, AutoCloseable {

    private final Supplier<ObjectNode> latest;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
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
            Listener listener = new Listener(client);
            client.onClose(() -> listeners.remove(listener));
            client.sendEvent("lag", latest.get().toString());
            listeners.add(listener);
        });
    }

    private void tell() {
        if (!listeners.isEmpty()) {
            String text = latest.get().toString();
            listeners.forEach(listener -> listener.tell(text));
        }
    }

    /** Who does not take an event misses the next ones, and holds nobody up. */
    private static final class Listener {
        private final SseClient client;
        private final AtomicBoolean busy = new AtomicBoolean();

        Listener(SseClient client) {
            this.client = client;
        }

        void tell(String text) {
            if (busy.compareAndSet(false, true)) {
                Thread.startVirtualThread(() -> {
                    client.sendEvent("lag", text);
                    busy.set(false);
                });
            }
        }
    }

    /** Connections end with the server: one that is closed here after its server would never come to an end. */
    @Override
    public void close() {
        clock.shutdownNow();
        listeners.clear();
    }
}
