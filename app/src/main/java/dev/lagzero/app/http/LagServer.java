package dev.lagzero.app.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lagzero.app.status.LagReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** {@code GET /lag}: the state of every source, looked at for this request. {@code GET /api/live}: this process lives. */
public final class LagServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads;

    private LagServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * @param port on 127.0.0.1
     * @throws PortTakenException when it cannot be listened on
     */
    public static LagServer start(int port, Supplier<LagReport> lag) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            server.setExecutor(threads);
            server.createContext(
                    "/lag", exchange -> answer(exchange, () -> lag.get().json()));
            server.createContext("/api/live", exchange -> answer(exchange, LagServer::live));
            server.start();
            return new LagServer(server, threads);
        } catch (IOException e) {
            throw new PortTakenException(port, e);
        }
    }

    private static ObjectNode live() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("live", true);
        json.put("pid", ProcessHandle.current().pid());
        return json;
    }

    private static void answer(HttpExchange exchange, Supplier<ObjectNode> content) throws IOException {
        try (exchange) {
            boolean get = exchange.getRequestMethod().equals("GET");
            String body = get ? content.get().toString() : "{\"error\":\"only GET\"}";
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(get ? 200 : 405, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/lag";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
