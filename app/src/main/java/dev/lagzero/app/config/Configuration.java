package dev.lagzero.app.config;

import dev.lagzero.schemas.mapping.catalog.Catalog;
import dev.lagzero.schemas.mapping.file.Settings;
import dev.lagzero.sink.book.SourceSchemas;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything a user may set. What is left out has its default: a constructor never yields a tree with holes, except for
 * the places of servers, where none means our own.
 *
 * @param pipeline names topics, stream, sink and progress: every source of a process shares one
 * @param sources what to follow; commands that need one say so
 * @param data the data directory
 * @param http the port on 127.0.0.1; 0: none
 * @param catalog a mapping that comes with the program, and its tables; none: tables are copied as they are
 * @param mapping a file that says which rows the sources' rows become
 * @param timezone the zone of times that a source writes without one; for mappings
 * @param salt of the hashes that a mapping makes
 * @param projection names what a mapping makes of the sources: topics of rows, stream, sink and progress. A second one runs beside
 *     the first, from the same changes; called after the pipeline when left out
 */
public record Configuration(
        @Nullable String pipeline,
        @Nullable List<SourceSettings> sources,
        @Nullable CaptureSettings capture,
        @Nullable KafkaSettings kafka,
        @Nullable TargetSettings target,
        @Nullable StreamSettings stream,
        @Nullable Path data,
        @Nullable Integer http,
        @Nullable Catalog catalog,
        @Nullable Path mapping,
        @Nullable String timezone,
        @Nullable Secret salt,
        @Nullable String projection) {

    public static final Path DEFAULT_DATA = Path.of(".lagzero");
    public static final int DEFAULT_HTTP = 8080;
    public static final String DEFAULT_PIPELINE = "main";

    private static final int MOST_PARTITIONS = 8;

    public Configuration {
        pipeline = pipeline == null ? DEFAULT_PIPELINE : pipeline;
        projection = projection == null ? pipeline : projection;
        sources = sources == null ? List.of() : List.copyOf(sources);
        capture = capture == null ? CaptureSettings.DEFAULT : capture;
        kafka = kafka == null ? KafkaSettings.EMBEDDED : kafka;
        target = target == null ? TargetSettings.EMBEDDED : target;
        stream = stream == null ? StreamSettings.PLAIN : stream;
        data = data == null ? DEFAULT_DATA : data;
        http = http == null ? DEFAULT_HTTP : http;
        salt = salt == null ? Secret.NONE : salt;
        if (catalog != null && mapping != null) {
            throw new IllegalArgumentException("catalog: there is a mapping: too; give one of them");
        }
        Settings.of(timezone, null);
        if (http < 0 || http > 65_535) {
            throw new IllegalArgumentException("http: " + http + " is no port; give 0 (none) to 65535");
        }
        if (!pipeline.matches(SourceSettings.NAME)) {
            throw new IllegalArgumentException("pipeline: \"" + pipeline + "\" does not fit; use up to 63 lower-case"
                    + " letters, digits, - and _, starting with a letter or digit");
        }
        if (!projection.matches(SourceSettings.NAME)) {
            throw new IllegalArgumentException(
                    "projection: \"" + projection + "\" does not fit; use up to 63 lower-case"
                            + " letters, digits, - and _, starting with a letter or digit");
        }
        Set<String> seen = new HashSet<>();
        for (SourceSettings source : sources) {
            if (!seen.add(source.name())) {
                throw new IllegalArgumentException("sources: two are called \"" + source.name()
                        + "\"; give each its own name in the file (sources: [{url: ..., name: ...}])");
            }
        }
        if (sources.size() > 1 && target.schema() != null && catalog == null && mapping == null) {
            throw new IllegalArgumentException("target.schema: with several sources each has its own; leave it"
                    + " out, or give each one (sources: [{url: ..., schema: ...}])");
        }
    }

    /** Rows are made by a mapping, not copied. */
    public boolean isMapped() {
        return catalog != null || mapping != null;
    }

    /**
     * The schema that a source's tables should arrive in, if the target does not know better: it remembers where a source
     * went first.
     */
    public SourceSchemas.Wish schemaOf(SourceSettings source) {
        String chosen = source.schema() == null ? target.schema() : source.schema();
        if (isMapped()) {
            // Its tables are the mapping's, whatever the number of sources.
            return new SourceSchemas.Wish(chosen == null ? TargetSettings.DEFAULT_SCHEMA : chosen, true);
        }
        if (chosen != null) {
            return new SourceSchemas.Wish(chosen, true);
        }
        return new SourceSchemas.Wish(sources.size() > 1 ? source.name() : TargetSettings.DEFAULT_SCHEMA, false);
    }

    /** How many partitions the topics get at least: sources are spread over them. */
    public int partitions() {
        Integer wanted = kafka.partitions();
        return wanted == null ? Math.clamp(sources.size(), 1, MOST_PARTITIONS) : wanted;
    }
}
