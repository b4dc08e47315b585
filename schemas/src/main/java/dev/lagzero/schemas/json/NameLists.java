package dev.lagzero.schemas.json;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One list of column names for all rows of a table: a million decoded rows must not hold a million lists. There are as
 * many lists as tables and shapes; should something feed it endlessly new ones, it starts over.
 */
final class NameLists {

    private static final int LIMIT = 10_000;
    private static final Map<List<String>, List<String>> KNOWN = new ConcurrentHashMap<>();

    private NameLists() {}

    static List<String> shared(List<String> names) {
        List<String> known = KNOWN.get(names);
        if (known != null) {
            return known;
        }
        if (KNOWN.size() >= LIMIT) {
            KNOWN.clear();
        }
        List<String> kept = List.copyOf(names);
        KNOWN.put(kept, kept);
        return kept;
    }
}
