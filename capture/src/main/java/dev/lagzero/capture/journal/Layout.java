package dev.lagzero.capture.journal;

import java.util.ArrayList;
import java.util.List;

/**
 * How the rows of a table are told: the names of their columns, in order, and which of them are the key. One instance
 * serves all rows that are told the same way.
 */
public record Layout(String table, List<String> names, List<String> key) {

    public Layout {
        names = List.copyOf(names);
        key = List.copyOf(key);
        if (key.isEmpty() || !names.containsAll(key)) {
            throw new IllegalArgumentException("table " + table + " has the key " + key + " but the columns " + names);
        }
    }

    /** The values of the key's columns, taken out of a row. */
    public <T> List<T> keyOf(List<T> row) {
        List<T> values = new ArrayList<>(key.size());
        for (String column : key) {
            values.add(row.get(names.indexOf(column)));
        }
        return values;
    }
}
