package dev.lagzero.schemas.mapping.catalog;

import dev.lagzero.schemas.mapping.checkpoint.CheckpointSplitter;
import dev.lagzero.schemas.mapping.file.MappingFile;
import dev.lagzero.schemas.mapping.file.Settings;
import dev.lagzero.schemas.mapping.rule.RowFunction;
import dev.lagzero.schemas.mapping.rule.RuleMapping;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A system that Lagzero knows: its mapping, and the tables it fills. */
public enum Catalog {
    /** LangGraph's checkpoints. */
    CHECKPOINTS(Map.of("checkpoints", List.of("thread_id", "checkpoint_id", "checkpoint"))),
    /** An agent-governance server. */
    GOVERNANCE(Map.of("agent_metadata", List.of("agent_id"))),
    /** An API server's stores in memory. Times that it writes without a zone are UTC. */
    COHERENCE(Map.of(
            "projects", List.of("ecosystem", "name"),
            "contributions", List.of("contributor_id", "asset_id", "coherence_score")));

    /** What {@code function:} may name, in any mapping. */
    public static final Map<String, RowFunction> FUNCTIONS = Map.of("split_checkpoint", new CheckpointSplitter());

    private final Map<String, List<String>> marks;

    Catalog(Map<String, List<String>> marks) {
        this.marks = marks;
    }

    /** Tables and columns of them by which a database is recognised. */
    Map<String, List<String>> marks() {
        return marks;
    }

    public RuleMapping mapping(Settings settings) {
        boolean utc = this == COHERENCE && settings.timezone() == null;
        return MappingFile.compile(text(), utc ? settings.in(ZoneOffset.UTC) : settings, FUNCTIONS);
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
