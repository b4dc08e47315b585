package dev.lagzero.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lagzero.app.config.ConfigException;
import dev.lagzero.app.config.ConfigFile;
import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.data.DataDirectory;
import dev.lagzero.app.pipeline.Resetting;
import dev.lagzero.app.pipeline.StageKind;
import dev.lagzero.capture.memory.Unpublished;
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
            "The next run that names it copies it anew. Other sources are not touched.",
            "Exit code 2, and nothing done, when writes to a store would be lost (--yes)."
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

    @Option(
            names = "--yes",
            description = "even if a store's journal holds writes that are nowhere else: they are gone then")
    private boolean yes;

    @Option(names = "--json", description = "one JSON object instead of lines")
    private boolean json;

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
        try (DataDirectory data = DataDirectory.open(
                configuration.data(),
                StageKind.ALL.stream().map(StageKind::word).toList())) {
            return reset(new Resetting(configuration, data));
        }
    }

    private int reset(Resetting resetting) {
        Resets resets = new Resets(source, json, spec.commandLine().getOut());
        Optional<Unpublished> losing = resetting.losing(source);
        if (losing.isPresent() && !yes) {
            resets.refused(losing.get());
            return Failures.tell(
                    spec.commandLine().getErr(),
                    resets.loss(losing.get()) + ": nothing was done",
                    "let it publish them first (start it once more), or lose them: lagzero reset --source " + source
                            + " --yes",
                    Exit.USAGE);
        }
        losing.ifPresent(resets::losing);
        resets.done(losing, resetting.reset(source));
        return Exit.DONE;
    }
}
