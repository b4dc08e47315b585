package dev.lagzero.app.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.util.List;

/**
 * The one HTTP server of a process. It listens on the loopback address only, and answers by that name only: whoever wants
 * more puts a proxy with a login in front of it. Errors are JSON: {@code {"error": "what"}}.
 */
public final class WebServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    private final Javalin server;

    private WebServer(Javalin server) {
        this.server = server;
    }

    /**
     * @param port on 127.0.0.1
     * @throws PortTakenException when it cannot be listened on
     */
    public static WebServer start(int port, List<Routes> routes) {
        Javalin server = Javalin.create(config -> {
            configure(config);
            routes.forEach(each -> each.register(config.routes));
        });
        try {
            return new WebServer(server.start(HOST, port));
        } catch (JavalinBindException e) {
            server.stop();
            throw new PortTakenException(port, e);
        }
    }

    private static void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.concurrency.useVirtualThreads = true;
        config.http.prefer405over404 = true;
        config.routes.before(OwnName::check);
        config.routes.exception(HttpResponseException.class, (error, context) -> Answer.error(
                        error.getStatus(), String.valueOf(error.getMessage()))
                .send(context));
    }

    public String address() {
        return "http://" + HOST + ":" + server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
