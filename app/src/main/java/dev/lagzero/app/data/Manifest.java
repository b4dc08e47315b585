package dev.lagzero.app.data;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a data directory says of itself.
 *
 * @param format of the directory as a whole; newer ones are refused
 * @param sources name to absolute file
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Manifest(int format, Map<String, String> sources) {

    static final int FORMAT = 1;

    Manifest {
        sources = sources == null ? Map.of() : Map.copyOf(sources);
    }

    Manifest with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(sources);
        all.putAll(more);
        return new Manifest(FORMAT, all);
    }
}
