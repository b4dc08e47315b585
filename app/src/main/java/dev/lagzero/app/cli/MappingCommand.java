package dev.lagzero.app.cli;

import dev.lagzero.app.config.ConfigException;
import dev.lagzero.schemas.mapping.catalog.Catalog;
import dev.lagzero.schemas.mapping.file.MappingCheck;
import dev.lagzero.schemas.mapping.file.MappingFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "mapping",
        description = "Looks at a mapping file before it is used.",
        synopsisSubcommandLabel = "check")
public final class MappingCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "check",
            description = {
                "Says what is wrong with the file by line and key (exit code 2),",
                "or what it fills, and what cannot be mapped back after a cut-over."
            })
    int check(@Parameters(paramLabel = "FILE", description = "the mapping, in YAML") Path file) {
        PrintWriter out = spec.commandLine().getOut();
        MappingCheck check = MappingFile.check(read(file), Catalog.FUNCTIONS);
        if (!check.problems().isEmpty()) {
            check.problems().forEach(problem -> spec.commandLine().getErr().println(file + ": " + problem));
            return Exit.USAGE;
        }
        check.places().forEach(place -> out.println("fills  " + place));
        new TreeMap<>(check.losses())
                .forEach((column, reasons) -> out.println("loses  " + column + ": " + String.join(", ", reasons)));
        return Exit.DONE;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ConfigException("cannot read " + file.toAbsolutePath(), "give the path of a mapping file");
        }
    }
}
