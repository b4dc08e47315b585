package dev.lagzero.sink.shape;

import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** Names for what the sink adds beside a source's own names: within Postgres' 63 bytes, and not taken. */
public final class StorageNames {

    private static final int LONGEST = 63;

    private StorageNames() {}

    /** {@code <column>_storage}, with a number behind it when that is taken. */
    public static String of(String column, Collection<String> taken) {
        return free(column, "_storage", taken);
    }

    /** The stem and the suffix, shortened and numbered as needed. */
    public static String free(String stem, String suffix, Collection<String> taken) {
        String name = joined(stem, suffix);
        for (int number = 2; taken.contains(name); number++) {
            name = joined(stem, suffix + "_" + number);
        }
        return name;
    }

    private static String joined(String stem, String suffix) {
        String kept = stem;
        while ((kept + suffix).getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept + suffix;
    }
}
