package dev.lagzero.schemas.mapping.catalog;

import dev.lagzero.schemas.mapping.Mapping;
import dev.lagzero.schemas.mapping.checkpoint.CheckpointSplitter;
import dev.lagzero.schemas.mapping.file.MappingFile;
import dev.lagzero.schemas.mapping.file.Settings;
import dev.lagzero.schemas.mapping.rule.RowFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** A system that Lagzero knows: its mapping, and the tables it fills. */
public enum Catalog {
    /** LangGraph's checkpoints. */
    CHECKPOINTS,
    /** An agent-governance server. */
    GOVERNANCE,
    /** An API server's stores in memory. */
    COHERENCE;

    /** What {@code function:} may name, in any mapping. */
    public static final Map<String, RowFunction> FUNCTIONS = Map.of("split_checkpoint", new CheckpointSplitter());

    public Mapping mapping(Settings settings) {
        return MappingFile.compile(text(), settings, FUNCTIONS);
    }

    /** The mapping as YAML. */
    public String text() {
        return resource(title() + ".yaml");
    }

    /** The target's definitions as SQL, the first version. */
    public String definitions() {
        return resource(title() + "/V1__" + title() + ".sql");
    }

    /** Where on the class path the versions of the target's definitions are, as {@code V1__name.sql}. */
    public String location() {
        return Catalog.class.getPackageName().replace('.', '/') + "/" + title();
    }

    /** The name in {@code catalog:}. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String resource(String name) {
        try (InputStream in = Catalog.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the class path lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + name + " from the class path", e);
        }
    }
}
