package dev.lagzero.app.cli;

import dev.lagzero.app.config.ConfigException;
import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.pipeline.StageKind;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** One stage alone, as its own process: then the servers between the stages must be the user's. */
abstract class StageCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOptions config;

    abstract StageKind stage();

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
        Session session = new Session(configuration, List.of(stage()), Consoles.of(spec.commandLine()));
        return Endings.tell(session.run(false), spec.commandLine());
    }
}
