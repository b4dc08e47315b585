package dev.lagzero.app.cli;

import dev.lagzero.app.config.ConfigException;
import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.pipeline.StageKind;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One stage alone, as its own process: then the servers between the stages must be the user's. */
abstract class StageCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOptions config;

    @Option(
            names = "--http",
            paramLabel = "PORT",
            description = "port on 127.0.0.1; default: capture the one of the settings (8080), stream the next,"
                    + " sink the one after; 0: none")
    private @Nullable Integer http;

    abstract StageKind stage();

    /** Stages of one machine share their settings, and cannot share a port. */
    private int port(Configuration configuration) {
        if (http != null) {
            if (http < 0 || http > 65_535) {
                throw new ConfigException("--http: " + http + " is no port", "give 0 (none) to 65535");
            }
            return http;
        }
        return configuration.http() == 0 ? 0 : configuration.http() + StageKind.ALL.indexOf(stage());
    }

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = config.configuration();
        if (configuration.sources().isEmpty()) {
            throw new ConfigException("sources: none is named", "add to the file: sources: [{url: sqlite:FILE}]");
        }
        if (configuration.kafka().embedded()) {
            throw new ConfigException(
                    "kafka.bootstrap: missing; a stage alone cannot use an embedded broker", "write HOST:PORT");
        }
        if (stage() == StageKind.SINK && configuration.target().embedded()) {
            throw new ConfigException(
                    "target.url: missing; a stage alone cannot use an embedded Postgres",
                    "write jdbc:postgresql://HOST/DATABASE");
        }
        Session session =
                new Session(configuration, List.of(stage()), port(configuration), Consoles.of(spec.commandLine()));
        return Endings.tell(session.run(false), spec.commandLine());
    }
}
