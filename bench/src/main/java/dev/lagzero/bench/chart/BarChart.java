package dev.lagzero.bench.chart;

import dev.lagzero.bench.figures.Series;
import java.util.List;
import java.util.Locale;

/**
 * Horizontal bars as SVG: a bar is as long as the median, a line across its end reaches from minimum to maximum. It has no
 * ground of its own and follows the reader's choice of light or dark.
 */
public final class BarChart {

    private static final int WIDTH = 720;
    private static final int RIGHT = 90;
    private static final int TOP = 40;
    private static final int HEAD = 26;
    private static final int STEP = 28;
    private static final int BAR = 18;
    private static final int LETTER = 7;
    private static final String STYLE = "<style>text{fill:#212529}.f{fill:#0b7285}.o{fill:#adb5bd}"
            + ".r{stroke:#212529}.n{fill:#6c757d;font-size:12px}"
            + "@media(prefers-color-scheme:dark){text{fill:#e9ecef}.f{fill:#3bc9db}.o{fill:#6c757d}"
            + ".r{stroke:#e9ecef}.n{fill:#adb5bd}}</style>%n";

    /** Series of one figure; the first one stands out. */
    public record Group(String figure, List<Series> series) {
        public Group {
            series = List.copyOf(series);
        }

        private double most() {
            return series.stream().mapToDouble(Series::most).max().orElse(1);
        }
    }

    private final StringBuilder svg = new StringBuilder();
    private final int left;
    private int top = TOP;

    private BarChart(List<Group> groups) {
        left = 28
                + LETTER
                        * groups.stream()
                                .flatMap(group -> group.series().stream())
                                .mapToInt(series -> series.alternative().length())
                                .max()
                                .orElse(0);
    }

    /**
     * @param groups each with a scale of its own
     * @param note below the bars
     */
    public static String of(String title, List<Group> groups, String note) {
        BarChart chart = new BarChart(groups);
        groups.forEach(chart::group);
        int height = chart.top + 24;
        return text(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                                + " font-family=\"system-ui, sans-serif\" font-size=\"14\">%n" + STYLE
                                + "<text x=\"12\" y=\"24\" font-size=\"16\">%s</text>%n",
                        WIDTH,
                        height,
                        WIDTH,
                        height,
                        escaped(title))
                + chart.svg
                + text("<text class=\"n\" x=\"12\" y=\"%d\">%s</text>%n</svg>%n", chart.top + 12, escaped(note));
    }

    private void group(Group group) {
        svg.append(text("<text class=\"n\" x=\"%d\" y=\"%d\">%s</text>%n", left, top + 14, escaped(group.figure())));
        top += HEAD;
        double scale = (WIDTH - left - RIGHT) / group.most();
        for (int i = 0; i < group.series().size(); i++) {
            bar(group.series().get(i), scale, i == 0 ? "f" : "o");
        }
        top += 6;
    }

    private void bar(Series series, double scale, String kind) {
        int middle = top + BAR / 2;
        double end = Math.max(0, series.median() * scale);
        double most = Math.max(0, series.most() * scale);
        svg.append(text(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
                left - 10, middle + 5, escaped(series.alternative())));
        svg.append(text(
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n", kind, left, top, end, BAR));
        svg.append(text(
                "<line class=\"r\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>%n",
                left + Math.max(0, series.least() * scale), middle, left + most, middle));
        svg.append(text(
                "<text x=\"%.1f\" y=\"%d\">%s</text>%n",
                left + Math.max(end, most) + 8, middle + 5, number(series.median())));
        top += STEP;
    }

    private static String number(double value) {
        return Math.abs(value) >= 1000 ? text("%,.0f", value) : text(Math.abs(value) >= 100 ? "%.0f" : "%.2f", value);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
