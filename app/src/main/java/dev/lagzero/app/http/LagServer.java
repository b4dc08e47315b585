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
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code GET /lag}: the state of every source, looked at for this request. {@code GET /api/live}: this process lives.
 * {@code GET /v1/sources/{source}/position[?fresh]}: see {@link PositionAnswer}.
 */
public final class LagServer implements AutoCloseable {

    private static final Pattern POSITION = Pattern.compile("/v1/sources/([^/]+)/position");

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
    public static LagServer start(int port, Supplier<LagReport> lag, PositionQuestions positions) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            server.setExecutor(threads);
            server.createContext(
                    "/lag",
                    exchange -> answer(exchange, path -> Answer.of(lag.get().json())));
            server.createContext("/api/live", exchange -> answer(exchange, path -> Answer.of(live())));
            server.createContext(
                    "/v1/",
                    exchange -> answer(
                            exchange,
                            path -> position(
                                    positions, path, exchange.getRequestURI().getQuery())));
            server.start();
            return new LagServer(server, threads);
        } catch (IOException e) {
            throw new PortTakenException(port, e);
        }
    }

    private static Answer position(PositionQuestions positions, String path, String query) {
        Matcher matcher = POSITION.matcher(path);
        if (!matcher.matches()) {
            return Answer.error(404, "there is no " + path + "; ask for /v1/sources/NAME/position[?fresh]");
        }
        boolean fresh = query != null && Pattern.matches("(.*&)?fresh(=true)?(&.*)?", query);
        return PositionAnswer.of(positions, matcher.group(1), fresh);
    }

    private static ObjectNode live() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("live", true);
        json.put("pid", ProcessHandle.current().pid());
        return json;
    }

    private static void answer(HttpExchange exchange, Function<String, Answer> content) throws IOException {
        try (exchange) {
            boolean get = exchange.getRequestMethod().equals("GET");
            Answer answer = get ? content.apply(exchange.getRequestURI().getPath()) : Answer.error(405, "only GET");
            byte[] bytes = answer.body().toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), bytes.length);
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
