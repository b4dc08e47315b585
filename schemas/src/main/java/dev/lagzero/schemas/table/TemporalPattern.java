package dev.lagzero.schemas.table;

import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.IntStream;

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

    private static final List<TemporalPattern> TIMESTAMPS = IntStream.rangeClosed(0, 6)
            .mapToObj(fraction -> new TemporalPattern(Kind.TIMESTAMP, fraction))
            .toList();

    private static final int DAY = "2023-02-28".length();
    private static final int SECOND = "2023-02-28 12:00:00".length();
    private static final int LONGEST = "2023-02-28 12:00:00.123456".length();

    /** The pattern of one text, or {@link #NONE}. */
    public static TemporalPattern of(String text) {
        int length = text.length();
        if (length < DAY || length > LONGEST) {
            return NONE;
        }
        // What is no ASCII becomes something that is no digit either.
        return of(text.getBytes(StandardCharsets.ISO_8859_1), 0, length);
    }

    /** The pattern of a text in UTF-8, or {@link #NONE}. */
    public static TemporalPattern of(byte[] text, int from, int length) {
        if (length != DAY && (length < SECOND || length > LONGEST) || !isDay(text, from)) {
            return NONE;
        }
        if (length == DAY) {
            return DATE;
        }
        boolean isTime = text[from + 10] == ' '
                && text[from + 13] == ':'
                && text[from + 16] == ':'
                && isBelow(24, number(text, from + 11, 2))
                && isBelow(60, number(text, from + 14, 2))
                && isBelow(60, number(text, from + 17, 2));
        if (!isTime) {
            return NONE;
        }
        int fraction = length == SECOND ? 0 : length - SECOND - 1;
        // Postgres writes no zeros at the end: only without them does a text come back as it went in.
        boolean verbatim = length == SECOND
                || text[from + SECOND] == '.'
                        && number(text, from + SECOND + 1, fraction) >= 0
                        && text[from + length - 1] != '0';
        return verbatim ? TIMESTAMPS.get(fraction) : NONE;
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

    private static boolean isDay(byte[] text, int from) {
        int year = number(text, from, 4);
        int month = number(text, from + 5, 2);
        int day = number(text, from + 8, 2);
        if (text[from + 4] != '-' || text[from + 7] != '-' || year < 1 || month < 1 || month > 12 || day < 1) {
            return false;
        }
        return day <= 28 || day <= YearMonth.of(year, month).lengthOfMonth();
    }

    private static boolean isBelow(int limit, int number) {
        return number >= 0 && number < limit;
    }

    /** Of some digits; -1 when there is anything else. */
    private static int number(byte[] text, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return digits == 0 ? -1 : number;
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
