package dev.lagzero.schemas.row;

import java.util.Objects;

/**
 * Where a row stands in the target.
 *
 * @param name of a table, with its schema before a dot when it is not the projection's own; or a label of the graph
 */
public record Place(Kind kind, String name) {

    public enum Kind {
        TABLE,
        /** Keyed by one property, a text. Properties that are NULL are absent. */
        VERTEX,
        /** Keyed by {@link EdgeKey}. Properties that are NULL are absent. */
        EDGE
    }

    public Place {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
    }

    public static Place table(String name) {
        return new Place(Kind.TABLE, name);
    }

    public static Place vertex(String label) {
        return new Place(Kind.VERTEX, label);
    }

    public static Place edge(String label) {
        return new Place(Kind.EDGE, label);
    }
}
