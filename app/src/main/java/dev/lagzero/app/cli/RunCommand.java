package dev.lagzero.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lagzero.app.config.ConfigException;
import dev.lagzero.app.config.ConfigFile;
import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.pipeline.StageKind;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        description = "Copies sources into Postgres and keeps them in step, with everything it needs in one process.")
public final class RunCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private PipelineOptions pipeline;

    @Option(
            names = "--until-caught-up",
            description =
                    "end when source and target are equal (exit code 0), or cannot become equal by themselves (3)")
    private boolean untilCaughtUp;

    @Override
    public Integer call() throws InterruptedException {
        ObjectNode tree = config.tree();
        pipeline.overlay(tree);
        Configuration configuration = ConfigFile.bind(tree, Map.copyOf(System.getenv()));
        if (configuration.sources().isEmpty()) {
            throw new ConfigException("no source to follow", "name one: lagzero run --source sqlite:FILE");
        }
        Session session =
                new Session(configuration, StageKind.ALL, configuration.http(), Consoles.of(spec.commandLine()));
        return Endings.tell(session.run(untilCaughtUp), spec.commandLine());
    }
}
