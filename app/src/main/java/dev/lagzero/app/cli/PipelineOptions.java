package dev.lagzero.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lagzero.app.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to follow and where to, laid over the settings of a file. */
final class PipelineOptions {

    @Option(
            names = "--source",
            paramLabel = "sqlite:FILE|memory:NAME",
            description = "what to follow; may be given several times")
    private List<String> sources = new ArrayList<>();

    @Option(
            names = "--pipeline",
            paramLabel = "NAME",
            description =
                    "names topics and progress: one for each process that shares a Kafka or a target; default: main")
    private @Nullable String name;

    @Option(names = "--include", paramLabel = "T,...", split = ",", description = "only these tables")
    private List<String> include = new ArrayList<>();

    @Option(names = "--exclude", paramLabel = "T,...", split = ",", description = "all tables but these")
    private List<String> exclude = new ArrayList<>();

    @Option(
            names = "--mask",
            paramLabel = "T.C,...",
            split = ",",
            description = "columns whose values must not leave the source")
    private List<String> mask = new ArrayList<>();

    @Option(
            names = "--read-only",
            description = "never write to a source, not even to copy its log back: gaps are then normal")
    private boolean readOnly;

    @Option(
            names = "--target",
            paramLabel = "jdbc:postgresql://HOST/DB",
            description = "your Postgres, its password in PGPASSWORD; default: an embedded one")
    private @Nullable String target;

    @Option(
            names = "--target-schema",
            paramLabel = "NAME",
            description =
                    "where tables arrive; default: public; with several sources: a schema for each, named after it")
    private @Nullable String schema;

    @Option(
            names = "--names",
            paramLabel = "fold|preserve",
            description = "names of tables and columns: lower case (default), or as they are")
    private @Nullable String names;

    @Option(
            names = "--on-drop",
            paramLabel = "keep|drop",
            description = "when the source drops a table: keep the target's under another name (default), or drop it")
    private @Nullable String onDrop;

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "your Kafka; default: an embedded broker")
    private @Nullable String kafka;

    @Option(names = "--http", paramLabel = "PORT", description = "port on 127.0.0.1; default: 8080; 0: none")
    private @Nullable Integer http;

    void overlay(ObjectNode tree) {
        if (name != null) {
            tree.put("pipeline", name);
        }
        put(tree, "kafka", "bootstrap", kafka);
        put(tree, "target", "url", target);
        put(tree, "target", "schema", schema);
        put(tree, "target", "names", names);
        put(tree, "target", "on-drop", onDrop);
        if (http != null) {
            tree.put("http", http);
        }
        if (!sources.isEmpty()) {
            ArrayNode array = tree.putArray("sources");
            sources.forEach(source -> array.addObject().put("url", source));
        }
        putEverywhere(tree, "include", include);
        putEverywhere(tree, "exclude", exclude);
        putEverywhere(tree, "mask", mask);
        if (readOnly) {
            sources(tree, "read-only").forEach(source -> source.put("read_only", true));
        }
    }

    static void put(ObjectNode tree, String section, String key, @Nullable String value) {
        if (value != null) {
            ObjectNode node = tree.get(section) instanceof ObjectNode existing ? existing : tree.putObject(section);
            node.put(key, value);
        }
    }

    private static void putEverywhere(ObjectNode tree, String key, List<String> values) {
        if (values.isEmpty()) {
            return;
        }
        for (ObjectNode source : sources(tree, key)) {
            ArrayNode list = source.putArray(key);
            values.forEach(list::add);
        }
    }

    private static List<ObjectNode> sources(ObjectNode tree, String option) {
        JsonNode array = tree.get("sources");
        if (array == null || !array.isArray() || array.isEmpty()) {
            throw new ConfigException("--" + option + " without a source", "name one: --source sqlite:FILE");
        }
        List<ObjectNode> sources = new ArrayList<>();
        for (JsonNode source : array) {
            if (source instanceof ObjectNode object) {
                sources.add(object);
            }
        }
        return sources;
    }
}
