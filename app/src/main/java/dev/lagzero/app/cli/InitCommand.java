package dev.lagzero.app.cli;

import dev.lagzero.app.config.ConfigException;
import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.app.init.ConfigDraft;
import dev.lagzero.app.init.MappingDraft;
import dev.lagzero.app.pipeline.CatalogCheck;
import dev.lagzero.capture.Captures;
import dev.lagzero.capture.diff.SourceDescription;
import dev.lagzero.schemas.mapping.catalog.Catalog;
import dev.lagzero.schemas.mapping.catalog.Recognition;
import dev.lagzero.schemas.mapping.file.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "init",
        description = {
            "Looks at a database and writes settings for it: with a catalog when it is one that a catalog knows",
            "(checkpoints, governance, coherence), else with a commented mapping to start from.",
            "Nothing is overwritten, and no secret is written."
        })
public final class InitCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--source", paramLabel = "sqlite:FILE", required = true, description = "what to look at")
    private String source;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "lagzero.yaml",
            description = "the settings to write; default: lagzero.yaml")
    private Path config;

    @Option(
            names = "--mapping",
            paramLabel = "FILE",
            description = "the mapping to write; default: mapping.yaml beside the settings")
    private @Nullable Path mapping;

    @Option(
            names = "--timezone",
            paramLabel = "ZONE",
            description = "the zone of times without one, as Europe/Berlin; some catalogs need it")
    private @Nullable String timezone;

    @Override
    public Integer call() {
        SourceSettings settings = settings();
        SourceDescription found = Captures.describe(settings.name(), settings.file());
        String url = "sqlite:" + settings.file();
        Optional<Recognition> known = Recognition.of(found.tables());
        PrintWriter out = spec.commandLine().getOut();
        if (known.isPresent() && known.get().isUsable()) {
            Recognition catalog = known.get();
            CatalogCheck.check(catalog.catalog(), settings);
            write(Map.of(config, ConfigDraft.of(catalog.catalog(), url, catalog.strangers(), timezone)));
            tell(out, catalog);
        } else {
            known.ifPresent(near -> misfit(out, near));
            Path to = mapping == null ? config.resolveSibling("mapping.yaml") : mapping;
            Map<Path, String> files = new LinkedHashMap<>();
            files.put(to, MappingDraft.of(settings.name(), found.tables()));
            files.put(config, ConfigDraft.of(url, to.toString()));
            write(files);
            out.println(settings.file() + " is none that a catalog knows; it has "
                    + found.tables().size() + " tables");
            out.println(
                    "wrote  " + config + ", which copies them as they are, and " + to + ", a mapping to start from");
        }
        found.notices().forEach(notice -> out.println("note   " + notice));
        out.println("start  lagzero run -c " + config);
        return Exit.DONE;
    }

    private SourceSettings settings() {
        try {
            Settings.of(timezone, null);
            SourceSettings settings = new SourceSettings(source, null, null, null, null, null, null);
            if (!settings.isMemory()) {
                return settings;
            }
        } catch (IllegalArgumentException e) {
            throw new ConfigException("--" + e.getMessage().replaceFirst("^url", "source"), "lagzero init --help");
        }
        throw new ConfigException(
                "--source: " + source + " is a store in memory, which has no file to look at",
                "start it: lagzero run --source " + source);
    }

    private void tell(PrintWriter out, Recognition known) {
        Catalog catalog = known.catalog();
        out.println(source + " is one of catalog " + catalog.title());
        out.println("wrote  " + config);
        if (!known.strangers().isEmpty()) {
            out.println("leaves out tables that the catalog does not know: " + String.join(", ", known.strangers()));
        }
        if (ConfigDraft.needsTimezone(catalog) && timezone == null) {
            out.println("first  say in " + config + " which zone its times without one are in (timezone:),"
                    + " or give --timezone");
        }
        if (ConfigDraft.needsSalt(catalog)) {
            out.println("first  export LAGZERO_SALT=..., a text that nobody can guess and that stays the same");
        }
    }

    private static void misfit(PrintWriter out, Recognition near) {
        out.println("it looks like one of catalog " + near.catalog().title() + ", but:");
        near.misfits().forEach(reason -> out.println("       " + reason));
    }

    /** All or none. */
    private static void write(Map<Path, String> files) {
        for (Path file : files.keySet()) {
            if (Files.exists(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                throw new ConfigException(
                        file + " is there already; nothing was written", "give other names: -c FILE --mapping FILE");
            }
        }
        files.forEach((file, text) -> {
            try {
                Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw new ConfigException("cannot write " + file.toAbsolutePath() + ": " + e, "give another: -c FILE");
            }
        });
    }
}
