package dev.lagzero.schemas.table;

/**
 * What is stored in a column at the moment of its definition: how many values of each storage class, and what all
 * texts and integers have in common. The sink chooses the narrowest lossless type from it; it is a fact, not a promise
 * about later values.
 *
 * @param rawTexts texts that are not valid Unicode (not counted in {@code texts})
 * @param integralReals reals that {@linkplain dev.lagzero.schemas.value.Value.Real#looksLikeInteger look like integers}
 * @param booleans every integer is 0 or 1
 * @param json every text is valid JSON
 * @param temporal the pattern that every text has, exactly and reversibly; {@link TemporalPattern#NONE} if there is none
 * @param longest bytes of the longest text (UTF-8) or blob
 */
public record Census(
        long nulls,
        long integers,
        long reals,
        long texts,
        long rawTexts,
        long blobs,
        long integralReals,
        boolean booleans,
        boolean json,
        TemporalPattern temporal,
        long longest) {

    /** Nothing is stored yet: every "all values are" holds, but nothing is known. */
    public static final Census EMPTY = new Census(0, 0, 0, 0, 0, 0, 0, true, true, TemporalPattern.NONE, 0);

    public long values() {
        return integers + reals + texts + rawTexts + blobs;
    }
}
