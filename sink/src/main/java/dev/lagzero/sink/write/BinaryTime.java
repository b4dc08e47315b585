package dev.lagzero.sink.write;

import dev.lagzero.schemas.table.TemporalPattern;
import java.time.LocalDate;

/** Dates and times as the server counts them, from texts that fit a {@link TemporalPattern}. */
final class BinaryTime {

    private static final long EPOCH = LocalDate.of(2000, 1, 1).toEpochDay();
    private static final int FINEST = 6;

    private BinaryTime() {}

    static int days(byte[] text, int from) {
        LocalDate day = LocalDate.of(number(text, from, 4), number(text, from + 5, 2), number(text, from + 8, 2));
        return (int) (day.toEpochDay() - EPOCH);
    }

    /** @param fraction its digits */
    static long micros(byte[] text, int from, int fraction) {
        long hours = 24L * days(text, from) + number(text, from + 11, 2);
        long minutes = 60 * hours + number(text, from + 14, 2);
        long count = 60 * minutes + number(text, from + 17, 2);
        for (int i = 0; i < FINEST; i++) {
            count = 10 * count + (i < fraction ? text[from + 20 + i] - '0' : 0);
        }
        return count;
    }

    private static int number(byte[] text, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            number = 10 * number + text[i] - '0';
        }
        return number;
    }
}
