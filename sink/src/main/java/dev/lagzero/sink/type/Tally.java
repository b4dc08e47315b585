package dev.lagzero.sink.type;

import dev.lagzero.schemas.table.Census;
import dev.lagzero.schemas.table.TemporalPattern;
import dev.lagzero.schemas.value.Value;

/** Counts values into a {@link Census}: what a column that was empty until now is going to hold. */
public final class Tally {

    private long nulls;
    private long integers;
    private long reals;
    private long texts;
    private long blobs;
    private long integralReals;
    private boolean booleans = true;
    private boolean json = true;
    private TemporalPattern temporal = TemporalPattern.NONE;
    private long longest;

    public void add(Value value) {
        switch (value) {
            case Value.Null ignored -> nulls++;
            case Value.Int integer -> {
                integers++;
                booleans &= integer.value() == 0 || integer.value() == 1;
            }
            case Value.Real real -> {
                reals++;
                integralReals += real.looksLikeInteger() ? 1 : 0;
            }
            case Value.Text text -> addText(text.value());
            case Value.Blob blob -> {
                blobs++;
                longest = Math.max(longest, blob.bytes().length);
            }
            case Value.RawText ignored -> {
                // It cannot be stored, so the column's type need not think of it.
            }
        }
    }

    private void addText(String text) {
        TemporalPattern pattern = TemporalPattern.of(text);
        temporal = texts == 0 || pattern.equals(temporal) ? pattern : TemporalPattern.NONE;
        json = json && JsonText.isJson(text);
        longest = Math.max(longest, text.length());
        texts++;
    }

    public Census census() {
        return new Census(nulls, integers, reals, texts, 0, blobs, integralReals, booleans, json, temporal, longest);
    }
}
