package dev.lagzero.app.http;

import io.javalin.config.RoutesConfig;

/** Some addresses that {@link WebServer} answers: each part of the program that speaks HTTP brings its own. */
@FunctionalInterface
public interface Routes {

    void register(RoutesConfig routes);
}
