package dev.lagzero.app.data;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a data directory says of itself.
 *
 * @param format of the directory as a whole; newer ones are refused
 * @param id random, made with the directory; a copy has the same
 * @param sources name to absolute file
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Manifest(int format, String id, Map<String, String> sources) {

    static final int FORMAT = 1;

    Manifest {
        id = id == null ? "" : id;
        sources = sources == null ? Map.of() : Map.copyOf(sources);
    }

    static Manifest fresh() {
        return new Manifest(FORMAT, UUID.randomUUID().toString(), Map.of());
    }

    Manifest with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(sources);
        all.putAll(more);
        return new Manifest(FORMAT, id, all);
    }

    Manifest without(String source) {
        Map<String, String> others = new TreeMap<>(sources);
        others.remove(source);
        return new Manifest(FORMAT, id, others);
    }
}
