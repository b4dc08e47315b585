package dev.lagzero.app.cli;

import dev.lagzero.app.config.ConfigException;
import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.data.DataDirectory;
import dev.lagzero.app.pipeline.StageKind;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "reset",
        description = {
            "Forgets what was read of a source, so that the next run copies it anew.",
            "The target keeps showing the old rows until the new copy takes their place at once."
        })
public final class ResetCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOptions config;

    @Option(names = "--source", paramLabel = "NAME", required = true, description = "which source")
    private String source;

    @Override
    public Integer call() {
        Configuration configuration = config.configuration();
        if (!DataDirectory.sources(configuration.data()).contains(source)) {
            throw new ConfigException(
                    "data directory " + configuration.data().toAbsolutePath().normalize() + " knows no source "
                            + source,
                    "it knows: " + String.join(", ", DataDirectory.sources(configuration.data())));
        }
        try (DataDirectory data = DataDirectory.open(configuration.data(), List.of(StageKind.CAPTURE.word()))) {
            data.forget(source);
        }
        spec.commandLine().getOut().println("source " + source + " is copied anew by the next run");
        return Exit.DONE;
    }
}
