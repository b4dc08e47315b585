package dev.lagzero.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lagzero.app.config.ConfigException;
import dev.lagzero.app.config.ConfigFile;
import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.data.DataDirectory;
import dev.lagzero.app.pipeline.Resetting;
import dev.lagzero.app.pipeline.StageKind;
import dev.lagzero.sink.postgres.PostgresTarget;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "reset",
        description = {
            "Lets go of one source: what was read of it, its tables in the target, and how far it was.",
            "The next run that names it copies it anew. Other sources are not touched."
        })
public final class ResetCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOptions config;

    @Option(names = "--source", paramLabel = "NAME", required = true, description = "which source")
    private String source;

    @Option(names = "--pipeline", paramLabel = "NAME", description = "of which pipeline; default: main")
    private @Nullable String pipeline;

    @Option(
            names = "--target",
            paramLabel = "jdbc:postgresql://HOST/DB",
            description = "your Postgres, if the run had one; default: the embedded one")
    private @Nullable String target;

    @Override
    public Integer call() {
        ObjectNode tree = config.tree();
        PipelineOptions.put(tree, "target", "url", target);
        if (pipeline != null) {
            tree.put("pipeline", pipeline);
        }
        Configuration configuration = ConfigFile.bind(tree, Map.copyOf(System.getenv()));
        Set<String> known = new TreeSet<>(DataDirectory.sources(configuration.data()));
        configuration.sources().forEach(each -> known.add(each.name()));
        if (!known.contains(source)) {
            throw new ConfigException(
                    "data directory " + configuration.data().toAbsolutePath().normalize() + " knows no source "
                            + source,
                    "it knows: " + String.join(", ", known));
        }
        Optional<PostgresTarget.Released> dropped;
        try (DataDirectory data = DataDirectory.open(
                configuration.data(),
                StageKind.ALL.stream().map(StageKind::word).toList())) {
            dropped = new Resetting(configuration, data).reset(source);
        }
        spec.commandLine()
                .getOut()
                .println("source " + source + " is copied anew by the next run"
                        + dropped.map(gone -> "; the target let go of " + gone.tables() + " of its tables"
                                        + (gone.rows() == 0 ? "" : " and " + gone.rows() + " of its rows"))
                                .orElse("; there is no target here: name yours (--target) to drop its tables"));
        return Exit.DONE;
    }
}
