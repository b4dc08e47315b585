package dev.lagzero.capture.table;

import dev.lagzero.capture.page.Record;
import dev.lagzero.schemas.table.Census;
import dev.lagzero.schemas.table.TemporalPattern;
import dev.lagzero.schemas.value.Value;
import java.util.Locale;

/** Counts what is stored in one column. Patterns in texts are looked for only where the declared type names them. */
public final class ColumnCensus {

    private final boolean maybeJson;
    private final boolean maybeTemporal;
    private long nulls;
    private long integers;
    private long reals;
    private long texts;
    private long rawTexts;
    private long blobs;
    private long integralReals;
    private long longest;
    private boolean booleans = true;
    private boolean json = true;
    private TemporalPattern temporal = TemporalPattern.NONE;

    public ColumnCensus(String declaredType) {
        String type = declaredType.toUpperCase(Locale.ROOT);
        this.maybeJson = type.contains("JSON");
        this.maybeTemporal = type.contains("DATE") || type.contains("TIME");
    }

    void addBlob(long bytes) {
        blobs++;
        longest = Math.max(longest, bytes);
    }

    /** A text that is too long to look into. */
    void addHugeText(long bytes) {
        texts++;
        json = false;
        temporal = TemporalPattern.NONE;
        longest = Math.max(longest, bytes);
    }

    /**
     * Counts a field of a record without making a value of it, if that tells as much; returns whether it did.
     *
     * @param asReal integers of the column are shown as reals
     */
    boolean addStored(Record record, int field, boolean asReal) {
        if (record.isNull(field)) {
            nulls++;
        } else if (record.isInteger(field) && !asReal) {
            integers++;
            booleans &= (record.integer(field) & ~1L) == 0;
        } else if (record.isBlob(field)) {
            addBlob(record.length(field));
        } else if (!maybeJson && !maybeTemporal && record.isAscii(field)) {
            texts++;
            json = false;
            longest = Math.max(longest, record.length(field));
        } else {
            return false;
        }
        return true;
    }

    /** @param bytes of a text in UTF-8 */
    public void add(Value value, long bytes) {
        switch (value) {
            case Value.Null ignored -> nulls++;
            case Value.Int integer -> {
                integers++;
                booleans &= (integer.value() & ~1L) == 0;
            }
            case Value.Real real -> {
                reals++;
                integralReals += real.looksLikeInteger() ? 1 : 0;
            }
            case Value.Text text -> {
                look(text.value());
                texts++;
                longest = Math.max(longest, bytes);
            }
            case Value.RawText raw -> {
                rawTexts++;
                longest = Math.max(longest, raw.bytes().length);
            }
            case Value.Blob blob -> addBlob(blob.bytes().length);
        }
    }

    private void look(String text) {
        json = json && maybeJson && JsonCheck.isJson(text);
        if (maybeTemporal && (texts == 0 || temporal != TemporalPattern.NONE)) {
            TemporalPattern pattern = TemporalPattern.of(text);
            boolean same = texts == 0 || pattern.equals(temporal);
            temporal = same && !pattern.equals(TemporalPattern.NONE) ? pattern : TemporalPattern.NONE;
        }
    }

    public Census census() {
        return new Census(
                nulls, integers, reals, texts, rawTexts, blobs, integralReals, booleans, json, temporal, longest);
    }
}
