package dev.lagzero.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** {@code GET /}: the page for people. It needs nothing from anywhere else. */
public record PageRoutes() implements Routes {

    private static final Map<String, String> FILES = Map.of(
            "page.html", "text/html; charset=utf-8",
            "page.css", "text/css; charset=utf-8",
            "page.js", "text/javascript; charset=utf-8",
            "drawing.js", "text/javascript; charset=utf-8",
            "chart.js", "text/javascript; charset=utf-8",
            "icon.svg", "image/svg+xml");

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/", context -> send(context, "page.html"));
        FILES.keySet().forEach(file -> routes.get("/page/" + file, context -> send(context, file)));
    }

    private static void send(Context context, String file) throws IOException {
        try (InputStream in = PageRoutes.class.getResourceAsStream("page/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its resource page/" + file);
            }
            context.header("Cache-Control", "no-cache")
                    .header("Content-Security-Policy", "default-src 'self'; style-src 'self' 'unsafe-inline'")
                    .contentType(FILES.get(file))
                    .result(in.readAllBytes());
        }
    }
}
