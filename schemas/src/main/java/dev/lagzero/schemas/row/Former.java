package dev.lagzero.schemas.row;

import dev.lagzero.schemas.value.Image;

/**
 * What the source knows of the row that an upsert replaces. It makes writing cheaper and decides nothing: the image is
 * always whole.
 *
 * @param columns a bit for each column of the image that may differ, the last one for all that have no bit of their own;
 *     meant for {@link Kind#CHANGED} only
 */
public record Former(Kind kind, long columns) {

    public enum Kind {
        UNKNOWN,
        /** There was no row with this key. */
        ABSENT,
        /** It had the same values but in some columns. */
        CHANGED
    }

    public static final Former UNKNOWN = new Former(Kind.UNKNOWN, 0);
    public static final Former ABSENT = new Former(Kind.ABSENT, 0);

    private static final int LAST = Long.SIZE - 1;

    public static Former changed(long columns) {
        return new Former(Kind.CHANGED, columns);
    }

    /** Nothing is known when the two do not have the same columns. */
    public static Former between(Image before, Image after) {
        if (!before.names().equals(after.names())) {
            return UNKNOWN;
        }
        long columns = 0;
        for (int i = 0; i < after.values().size(); i++) {
            if (!after.values().get(i).equals(before.values().get(i))) {
                columns |= 1L << Math.min(i, LAST);
            }
        }
        return changed(columns);
    }

    /** The column may differ. */
    public boolean touches(int index) {
        return (columns & 1L << Math.min(index, LAST)) != 0;
    }

    /** Of a row that was first written like this, and then like {@code later}. */
    public Former then(Former later) {
        if (later.kind != Kind.CHANGED || kind == Kind.UNKNOWN) {
            return UNKNOWN;
        }
        return kind == Kind.ABSENT ? this : changed(columns | later.columns);
    }
}
