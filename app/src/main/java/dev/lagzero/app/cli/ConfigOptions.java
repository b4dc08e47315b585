package dev.lagzero.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lagzero.app.config.ConfigFile;
import dev.lagzero.app.config.Configuration;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command. */
final class ConfigOptions {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "settings in YAML; options given here win over it")
    private @Nullable Path file;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where everything is kept; default: .lagzero in the current directory")
    private @Nullable Path data;

    ObjectNode tree() {
        ObjectNode tree = file == null ? ConfigFile.empty() : ConfigFile.read(file);
        if (data != null) {
            tree.put("data", data.toString());
        }
        return tree;
    }

    Configuration configuration() {
        return ConfigFile.bind(tree(), Map.copyOf(System.getenv()));
    }
}
