package dev.lagzero.schemas.json;

/**
 * Fields whose text stands in one record after the other, as the names of sources and tables do, as they are in JSON: made
 * once for each of those met lately. Not for several threads.
 */
final class KnownTexts {

    /** A power of two. */
    private static final int PLACES = 64;

    /** A text is looked for in so many places. */
    private static final int TRIED = 4;

    /** Longer ones are made again each time. */
    private static final int LONGEST = 128;

    private static final byte[] NO_FIELD = {};

    private final String[] texts = new String[PLACES];
    private final byte[][] fields = new byte[PLACES][];
    private final byte[][] made = new byte[PLACES][];
    private final JsonBytes json = new JsonBytes();
    private int next;

    /** The text in quotes. */
    byte[] of(String text) {
        return of(NO_FIELD, text);
    }

    /**
     * The text in quotes behind what its field begins with.
     *
     * @param field one of a few; the same array for the same field
     */
    byte[] of(byte[] field, String text) {
        int place = text.hashCode() + field.length;
        for (int i = 0; i < TRIED; i++) {
            int at = place + i & PLACES - 1;
            if (isSame(fields[at], field) && text.equals(texts[at])) {
                return made[at];
            }
        }
        json.begin();
        json.raw(field);
        json.string(text);
        byte[] whole = json.taken();
        if (text.length() <= LONGEST) {
            keep(place + next++ % TRIED & PLACES - 1, field, text, whole);
        }
        return whole;
    }

    private void keep(int at, byte[] field, String text, byte[] whole) {
        fields[at] = field;
        texts[at] = text;
        made[at] = whole;
    }

    private static boolean isSame(byte[] one, byte[] other) {
        return one == other;
    }
}
