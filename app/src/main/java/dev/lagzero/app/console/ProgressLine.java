package dev.lagzero.app.console;

import java.time.Duration;
import java.util.Locale;

/**
 * How far a copy is, in one line.
 *
 * @param total rows, -1 while unknown
 */
public record ProgressLine(String what, long done, long total, Duration elapsed) {

    private static final int WIDTH = 24;

    /** {@code chinook  [######......]  50%  1,000 of 2,000 rows  500 rows/s  2 s left}. */
    public String text() {
        String rate = String.format(Locale.ROOT, "%,d rows/s", Math.round(perSecond()));
        if (total <= 0) {
            return String.format(Locale.ROOT, "%s  %,d rows  %s", what, done, rate);
        }
        double part = Math.min(1.0, (double) done / total);
        int filled = (int) (part * WIDTH);
        return String.format(
                Locale.ROOT,
                "%s  [%s%s] %3d%%  %,d of %,d rows  %s%s",
                what,
                "#".repeat(filled),
                ".".repeat(WIDTH - filled),
                (int) (part * 100),
                done,
                total,
                rate,
                left());
    }

    private double perSecond() {
        double seconds = elapsed.toMillis() / 1_000.0;
        return seconds > 0 ? done / seconds : 0;
    }

    private String left() {
        if (perSecond() <= 0 || done >= total) {
            return "";
        }
        long seconds = Math.round(Math.ceil((total - done) / perSecond()));
        return seconds < 120 ? "  " + seconds + " s left" : "  " + seconds / 60 + " min left";
    }
}
