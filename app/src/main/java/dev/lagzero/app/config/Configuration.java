package dev.lagzero.app.config;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything a user may set. What is left out has its default: a constructor never yields a tree with holes, except for
 * the places of servers, where none means our own.
 *
 * @param sources what to follow; commands that need one say so
 * @param data the data directory
 * @param http the port on 127.0.0.1; 0: none
 */
public record Configuration(
        @Nullable List<SourceSettings> sources,
        @Nullable KafkaSettings kafka,
        @Nullable TargetSettings target,
        @Nullable StreamSettings stream,
        @Nullable Path data,
        @Nullable Integer http) {

    public static final Path DEFAULT_DATA = Path.of(".lagzero");
    public static final int DEFAULT_HTTP = 8080;

    public Configuration {
        sources = sources == null ? List.of() : List.copyOf(sources);
        kafka = kafka == null ? KafkaSettings.EMBEDDED : kafka;
        target = target == null ? TargetSettings.EMBEDDED : target;
        stream = stream == null ? StreamSettings.PLAIN : stream;
        data = data == null ? DEFAULT_DATA : data;
        http = http == null ? DEFAULT_HTTP : http;
        if (http < 0 || http > 65_535) {
            throw new IllegalArgumentException("http: " + http + " is no port; give 0 (none) to 65535");
        }
        Set<String> seen = new HashSet<>();
        for (SourceSettings source : sources) {
            if (!seen.add(source.name())) {
                throw new IllegalArgumentException("sources: two are called \"" + source.name()
                        + "\"; give each its own name in the file (sources: [{url: ..., name: ...}])");
            }
        }
        if (sources.size() > 1 && target.schema() != null) {
            throw new IllegalArgumentException("target.schema: with several sources each has the schema named after it;"
                    + " leave target.schema out");
        }
    }

    /** The schema that a source's tables arrive in. */
    public String schemaOf(SourceSettings source) {
        if (sources.size() > 1) {
            return source.name();
        }
        return target.schema() == null ? TargetSettings.DEFAULT_SCHEMA : target.schema();
    }
}
