package dev.lagzero.app.cli;

import dev.lagzero.app.config.ConfigException;
import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.http.HttpLag;
import dev.lagzero.control.lag.LagSource;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that ask for the lag: whom. */
final class Asked {

    @Mixin
    private ConfigOptions config;

    @Option(
            names = "--url",
            paramLabel = "http://HOST:PORT",
            description = "ask the process that listens there; default: the one that runs on the data directory")
    private @Nullable String url;

    LagSource lag() {
        return url == null ? new Asking(configuration()).lag() : new HttpLag(process(url));
    }

    private Configuration configuration() {
        return config.configuration();
    }

    static URI process(String url) {
        if (!url.matches("https?://[^/\\s]+/?")) {
            throw new ConfigException("--url: \"" + url + "\" is no address of a process", "write http://HOST:PORT");
        }
        return URI.create(url);
    }
}
