package dev.lagzero.schemas.value;

import java.util.Collection;
import java.util.List;

/**
 * A row, or its key: column names with their values, in the order of the table's definition. Rows of one table share
 * the list of names. Names are unique within an image.
 */
public record Image(List<String> names, List<Value> values) {

    public Image {
        if (names.size() != values.size()) {
            throw new IllegalArgumentException(names.size() + " names for " + values.size() + " values: " + names);
        }
    }

    public static final Image EMPTY = new Image(List.of(), List.of());

    /** The value of a column, or null when the image does not hold that column. */
    public Value find(String name) {
        int index = names.indexOf(name);
        return index < 0 ? null : values.get(index);
    }

    public Value get(String name) {
        Value value = find(name);
        if (value == null) {
            throw new IllegalArgumentException("no column " + name + " in " + names);
        }
        return value;
    }

    public Image project(Collection<String> wanted) {
        List<String> kept = List.copyOf(wanted);
        Value[] projected = new Value[kept.size()];
        for (int i = 0; i < projected.length; i++) {
            projected[i] = get(kept.get(i));
        }
        return new Image(kept, List.of(projected));
    }

    /** The same values under other names: how a mapping renames columns. */
    public Image renamed(List<String> newNames) {
        return new Image(newNames, values);
    }

    public int size() {
        int size = 0;
        for (Value value : values) {
            size += value.size();
        }
        return size;
    }
}
