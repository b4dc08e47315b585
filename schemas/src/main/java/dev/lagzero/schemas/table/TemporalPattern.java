package dev.lagzero.schemas.table;

import java.util.regex.Pattern;

/**
 * A way to write dates and times as text that Postgres can hold and give back character by character. Fractions have a
 * fixed number of digits (0 to 6) and no zero at the end, as Postgres writes them; the calendar is checked, so that 2023-02-30 fits none.
 *
 * @param kind what the text says
 * @param fraction digits after the second
 */
public record TemporalPattern(Kind kind, int fraction) {

    public enum Kind {
        NONE,
        DATE,
        TIMESTAMP
    }

    public static final TemporalPattern NONE = new TemporalPattern(Kind.NONE, 0);
    public static final TemporalPattern DATE = new TemporalPattern(Kind.DATE, 0);

    private static final Pattern SHAPE =
            Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})(?: (\\d{2}):(\\d{2}):(\\d{2})(?:\\.(\\d{1,6}))?)?");

    /** The pattern of one text, or {@link #NONE}. */
    public static TemporalPattern of(String text) {
        if (text.length() < 10 || text.length() > 26) {
            return NONE;
        }
        var shape = SHAPE.matcher(text);
        if (!shape.matches() || !isDay(text)) {
            return NONE;
        }
        if (shape.group(4) == null) {
            return DATE;
        }
        boolean isTime = number(shape.group(4)) < 24 && number(shape.group(5)) < 60 && number(shape.group(6)) < 60;
        String fraction = shape.group(7);
        // Postgres writes no zeros at the end: only without them does a text come back as it went in.
        boolean verbatim = fraction == null || !fraction.endsWith("0");
        return isTime && verbatim
                ? new TemporalPattern(Kind.TIMESTAMP, fraction == null ? 0 : fraction.length())
                : NONE;
    }

    public static TemporalPattern parse(String text) {
        return switch (text) {
            case "none" -> NONE;
            case "date" -> DATE;
            default -> {
                if (!text.matches("timestamp[0-6]")) {
                    throw new IllegalArgumentException("no temporal pattern is written \"" + text + "\"");
                }
                yield new TemporalPattern(Kind.TIMESTAMP, text.charAt(9) - '0');
            }
        };
    }

    private static boolean isDay(String text) {
        int year = number(text.substring(0, 4));
        int month = number(text.substring(5, 7));
        int day = number(text.substring(8, 10));
        if (year == 0 || month < 1 || month > 12 || day < 1) {
            return false;
        }
        return day <= java.time.YearMonth.of(year, month).lengthOfMonth();
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case NONE -> "none";
            case DATE -> "date";
            case TIMESTAMP -> "timestamp" + fraction;
        };
    }
}
