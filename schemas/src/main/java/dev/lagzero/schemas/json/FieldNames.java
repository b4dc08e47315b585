package dev.lagzero.schemas.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Names of columns as they stand in JSON, made once for each list of names met lately. Not for several threads. */
final class FieldNames {

    private static final int LISTS = 16;

    private final List<List<String>> lists = new ArrayList<>(Collections.nCopies(LISTS, List.of()));
    private final byte[][][] fields = new byte[LISTS][0][];
    private final JsonBytes json = new JsonBytes();
    private int last;

    /** For each name itself in quotes and a colon behind it. */
    byte[][] of(List<String> names) {
        for (int i = 0; i < LISTS; i++) {
            // Rows of one table share the list itself: to look at it is to know it.
            if (isSame(lists.get(last), names)) {
                return fields[last];
            }
            last = (last + 1) % LISTS;
        }
        lists.set(last, names);
        fields[last] = made(names);
        return fields[last];
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(List<String> one, List<String> other) {
        return one == other;
    }

    private byte[][] made(List<String> names) {
        byte[][] made = new byte[names.size()][];
        for (int i = 0; i < made.length; i++) {
            json.begin();
            json.string(names.get(i));
            json.raw(':');
            made[i] = json.taken();
        }
        return made;
    }
}
