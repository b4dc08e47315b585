package dev.lagzero.sink.target;

import dev.lagzero.schemas.row.EdgeKey;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.Map;
import java.util.TreeMap;

/** A graph in words, so that two of them can be compared. */
public final class GraphLines {

    private GraphLines() {}

    public static String vertex(String label, Image properties) {
        return "(:" + label + " " + sorted(properties) + ")";
    }

    /** @param image of the whole edge, its key among it */
    static String edge(String label, Image key, Image image) {
        Map<String, Value> properties = sorted(image);
        key.names().forEach(properties::remove);
        return edge(
                label,
                "(:" + EdgeKey.startLabel(key) + " " + EdgeKey.startKey(key) + ")",
                "(:" + EdgeKey.endLabel(key) + " " + EdgeKey.endKey(key) + ")",
                properties);
    }

    public static String edge(String label, String start, String end, Map<String, Value> properties) {
        return start + "-[:" + label + " " + properties + "]->" + end;
    }

    public static Map<String, Value> sorted(Image properties) {
        Map<String, Value> sorted = new TreeMap<>();
        for (int i = 0; i < properties.names().size(); i++) {
            if (!(properties.values().get(i) instanceof Value.Null)) {
                sorted.put(properties.names().get(i), properties.values().get(i));
            }
        }
        return sorted;
    }
}
