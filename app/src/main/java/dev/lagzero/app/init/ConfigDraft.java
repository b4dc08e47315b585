package dev.lagzero.app.init;

import dev.lagzero.schemas.mapping.catalog.Catalog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of settings for one source, with what one may want to change in comments. It holds no secret. */
public final class ConfigDraft {

    private static final String REST = """

            # target: {url: "jdbc:postgresql://HOST:5432/DATABASE"}   # user and password from PGUSER and PGPASSWORD; without: an embedded one
            # kafka: {bootstrap: "HOST:9092"}                         # without: an embedded one
            # http: 8080                                              # the page, on 127.0.0.1; 0: none
            # data: .lagzero                                          # where everything is kept
            """;

    private ConfigDraft() {}

    /**
     * For a database that a catalog knows.
     *
     * @param url of the source
     * @param strangers tables that are none of the catalog's
     * @param timezone of times without one; null when it was not said
     */
    public static String of(Catalog catalog, String url, List<String> strangers, @Nullable String timezone) {
        StringBuilder text = new StringBuilder(head(about(catalog)));
        text.append("catalog: ").append(catalog.title()).append('\n');
        if (needsTimezone(catalog)) {
            text.append("# The zone of the times that it wrote without one: that of the server which wrote the file.\n")
                    .append(
                            timezone == null
                                    ? "# timezone: Europe/Berlin\n"
                                    : "timezone: " + YamlWord.of(timezone) + "\n");
        }
        if (needsSalt(catalog)) {
            text.append("# Hides API keys: any text that nobody can guess; keep it, another one makes other rows.\n")
                    .append("salt: ${env:LAGZERO_SALT}\n");
        }
        text.append("sources:\n  - url: ").append(YamlWord.quoted(url)).append('\n');
        if (!strangers.isEmpty()) {
            text.append(
                            "    # Tables that are none of the catalog's. To copy them too, run them as a pipeline of their own.\n")
                    .append("    exclude: ")
                    .append(YamlWord.of(strangers))
                    .append('\n');
        }
        return text.append(REST).toString();
    }

    /** For any other: its tables as they are, or by a mapping once it is drawn up. */
    public static String of(String url, String mapping) {
        return head("Every table arrives as it is.")
                + "# To shape rows instead: edit the mapping, create the tables it fills, and take the mark off this line.\n"
                + "# mapping: " + YamlWord.of(mapping) + "\n"
                + "sources:\n  - url: " + YamlWord.quoted(url) + "\n"
                + "    # include: [a, b]        # only these tables\n"
                + "    # exclude: [c]           # all but these\n"
                + "    # mask: [users.email]    # columns whose values must not leave the source\n"
                + REST;
    }

    private static String head(String what) {
        return "# " + what + " Start it: lagzero run -c THIS_FILE\n";
    }

    private static String about(Catalog catalog) {
        return switch (catalog) {
            case CHECKPOINTS -> "LangGraph's checkpoints, for its Postgres saver.";
            case GOVERNANCE -> "An agent-governance server: tables core.* and audit.*, and a graph.";
            case COHERENCE -> "Projects, contributors, assets, contributions and tasks, and their graph.";
        };
    }

    /** Whether files of the catalog hold times that only the operator can place. */
    public static boolean needsTimezone(Catalog catalog) {
        return catalog == Catalog.GOVERNANCE;
    }

    public static boolean needsSalt(Catalog catalog) {
        return catalog == Catalog.GOVERNANCE;
    }
}
