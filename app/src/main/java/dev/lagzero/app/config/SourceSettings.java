package dev.lagzero.app.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One source to follow.
 *
 * @param url {@code sqlite:FILE}, or {@code memory:NAME} for a store that programs write to over HTTP
 * @param name what it is called in topics and in the target; the file's name when left out
 * @param schema the target schema of its tables; left out: see the target's settings
 * @param include tables to follow; empty: all
 * @param exclude tables to leave out
 * @param mask columns, as {@code table.column}, whose values never leave the source
 * @param readOnly never write to the source, not even to copy its log back: gaps are then normal
 */
public record SourceSettings(
        String url,
        @Nullable String name,
        @Nullable String schema,
        @Nullable Set<String> include,
        @Nullable Set<String> exclude,
        @Nullable Set<String> mask,
        @JsonProperty("read_only") @Nullable Boolean readOnly) {

    private static final String SQLITE = "sqlite:";
    private static final String MEMORY = "memory:";
    static final String NAME = "[a-z0-9][a-z0-9_-]{0,62}";

    public SourceSettings {
        if (url == null || !names(url, SQLITE) && !names(url, MEMORY)) {
            throw new IllegalArgumentException("url: "
                    + (url == null ? "missing" : "\"" + url + "\" names no kind of source")
                    + "; write sqlite:FILE or memory:NAME");
        }
        name = name == null ? nameOf(url) : name;
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException("name: \"" + name + "\" does not fit; use up to 63 lower-case letters,"
                    + " digits, - and _, starting with a letter or digit");
        }
        TargetSettings.checkSchema(schema);
        include = include == null ? Set.of() : Set.copyOf(include);
        exclude = exclude == null ? Set.of() : Set.copyOf(exclude);
        mask = mask == null ? Set.of() : Set.copyOf(mask);
        readOnly = readOnly != null && readOnly;
        if (url.startsWith(MEMORY)) {
            refuseChoices(include, exclude, mask, readOnly);
        }
        for (String column : mask) {
            if (column.indexOf('.') < 1 || column.endsWith(".")) {
                throw new IllegalArgumentException("mask: \"" + column + "\" names no column; write TABLE.COLUMN");
            }
        }
        for (String table : include) {
            if (exclude.contains(table)) {
                throw new IllegalArgumentException("exclude: \"" + table + "\" is included, too; name it once");
            }
        }
    }

    private static boolean names(String url, String kind) {
        return url.startsWith(kind) && url.length() > kind.length();
    }

    private static void refuseChoices(Set<String> include, Set<String> exclude, Set<String> mask, boolean readOnly) {
        if (!include.isEmpty() || !exclude.isEmpty() || !mask.isEmpty() || readOnly) {
            throw new IllegalArgumentException("include, exclude, mask and read_only are for files; a store in memory"
                    + " holds what is written to it: leave them out");
        }
    }

    /** A store that this process keeps, not a file. */
    public boolean isMemory() {
        return url.startsWith(MEMORY);
    }

    /** The file, absolute. It need not exist. For a store, what stands for it: its url. */
    public Path file() {
        return isMemory() ? Path.of(url) : sqliteFile();
    }

    private Path sqliteFile() {
        return Path.of(url.substring(SQLITE.length())).toAbsolutePath().normalize();
    }

    private static String nameOf(String url) {
        if (url.startsWith(MEMORY)) {
            return url.substring(MEMORY.length());
        }
        String file = String.valueOf(Path.of(url.substring(SQLITE.length())).getFileName());
        int dot = file.lastIndexOf('.');
        String stem = (dot > 0 ? file.substring(0, dot) : file).toLowerCase(Locale.ROOT);
        String fitting = stem.replaceAll("[^a-z0-9_-]+", "_").replaceAll("^[_-]+|[_-]+$", "");
        String name = fitting.substring(0, Math.min(fitting.length(), 63));
        return name.isEmpty() ? "source" : name;
    }

    static List<String> names(List<SourceSettings> sources) {
        return sources.stream().map(SourceSettings::name).toList();
    }
}
