package dev.lagzero.app.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.lagzero.schemas.mapping.TargetNames;
import dev.lagzero.sink.ddl.OnDrop;
import dev.lagzero.sink.graph.GraphKind;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where rows go.
 *
 * @param url {@code jdbc:postgresql://HOST[:PORT]/DATABASE}; none: a server of our own runs beneath this process
 * @param user the role that owns the target's tables; {@code PGUSER} when left out
 * @param password of the owner; {@code PGPASSWORD} when left out
 * @param writer the role that writes rows; the owner when left out
 * @param schema the schema that tables arrive in; with several sources each has its own, named after it
 * @param graph where vertices and edges of a mapping go
 * @param graphName of the graph in Apache AGE, or of the schema of its tables; after the catalog, or {@code graph}
 */
public record TargetSettings(
        @Nullable String url,
        @Nullable String user,
        @Nullable Secret password,
        @Nullable RoleSettings writer,
        @Nullable String schema,
        @Nullable TargetNames names,
        @JsonProperty("on-drop") @Nullable OnDrop onDrop,
        @Nullable GraphKind graph,
        @JsonProperty("graph-name") @Nullable String graphName) {

    public static final String DEFAULT_SCHEMA = "public";
    public static final TargetSettings EMBEDDED =
            new TargetSettings(null, null, null, null, null, null, null, null, null);

    private static final String PREFIX = "jdbc:postgresql:";
    private static final Pattern PASSWORD =
            Pattern.compile("[?&]password=|//[^/?]*:[^/?@]*@", Pattern.CASE_INSENSITIVE);

    public TargetSettings {
        if (url != null && PASSWORD.matcher(url).find()) {
            throw new IllegalArgumentException("url: it holds a password, which every user of this machine can read in"
                    + " the list of processes; leave it out and set PGPASSWORD in the environment");
        }
        if (url != null && !url.startsWith(PREFIX)) {
            throw new IllegalArgumentException(
                    "url: \"" + url + "\" is no Postgres; write jdbc:postgresql://HOST:PORT/DATABASE");
        }
        password = password == null ? Secret.NONE : password;
        names = names == null ? TargetNames.FOLD : names;
        onDrop = onDrop == null ? OnDrop.KEEP : onDrop;
        graph = graph == null ? GraphKind.AUTO : graph;
        checkSchema(schema);
    }

    /** Everything else is left to its default. */
    public static TargetSettings at(@Nullable String url) {
        return new TargetSettings(url, null, null, null, null, null, null, null, null);
    }

    static void checkSchema(@Nullable String schema) {
        if (schema != null && schema.isBlank()) {
            throw new IllegalArgumentException("schema: it is blank; write a name, or leave it out for public");
        }
        if (schema != null && schema.startsWith("lagzero")) {
            throw new IllegalArgumentException("schema: " + schema + " is where our own tables are; choose another");
        }
    }

    public boolean embedded() {
        return url == null;
    }
}
