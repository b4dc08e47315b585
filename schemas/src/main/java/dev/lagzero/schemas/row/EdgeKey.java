package dev.lagzero.schemas.row;

import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.List;

/**
 * Names of the columns that identify an edge of a label: label and key of the vertex where it starts and of the one
 * where it ends, all texts. Further columns of the key tell parallel edges apart. They head the edge's image, and are no
 * properties.
 */
public final class EdgeKey {

    public static final String START_LABEL = "start_label";
    public static final String START_KEY = "start_key";
    public static final String END_LABEL = "end_label";
    public static final String END_KEY = "end_key";

    public static final List<String> NAMES = List.of(START_LABEL, START_KEY, END_LABEL, END_KEY);

    private EdgeKey() {}

    public static String startLabel(Image key) {
        return text(key, START_LABEL);
    }

    public static String startKey(Image key) {
        return text(key, START_KEY);
    }

    public static String endLabel(Image key) {
        return text(key, END_LABEL);
    }

    public static String endKey(Image key) {
        return text(key, END_KEY);
    }

    private static String text(Image key, String name) {
        if (key.get(name) instanceof Value.Text text) {
            return text.value();
        }
        throw new IllegalArgumentException("the key of an edge has no text " + name + ": " + key.names());
    }
}
