package dev.lagzero.capture.reference;

import java.math.BigDecimal;

/** What the fields of the catalog may hold. */
final class Limits {

    private Limits() {}

    static String text(String field, String text, int least, int most) {
        int length = text.codePointCount(0, text.length());
        if (length < least || length > most) {
            throw new IllegalArgumentException(field + ": " + length + " characters; it has " + least + " to " + most);
        }
        if (text.indexOf(0) >= 0) {
            throw new IllegalArgumentException(field + ": holds U+0000, which no target can hold");
        }
        return text;
    }

    static BigDecimal between(String field, BigDecimal value, BigDecimal least, BigDecimal most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(field + ": " + value + "; it lies between " + least + " and " + most);
        }
        return value;
    }
}
