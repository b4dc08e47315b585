package dev.lagzero.bench.chart;

import dev.lagzero.bench.figures.Series;
import java.util.List;
import java.util.Locale;

/** Horizontal bars as SVG: a bar is as long as the median, a line across its end reaches from minimum to maximum. */
public final class BarChart {

    private static final int WIDTH = 640;
    private static final int LEFT = 150;
    private static final int RIGHT = 90;
    private static final int TOP = 48;
    private static final int STEP = 36;
    private static final int BAR = 22;
    private static final String FIRST = "#0b7285";
    private static final String OTHERS = "#adb5bd";

    private BarChart() {}

    /** @param series all of one figure; the first one stands out */
    public static String of(String title, List<Series> series) {
        double most = series.stream().mapToDouble(Series::most).max().orElse(1);
        double scale = (WIDTH - LEFT - RIGHT) / most;
        int height = TOP + STEP * series.size() + 8;
        StringBuilder svg = new StringBuilder();
        svg.append(text(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                        + " font-family=\"system-ui, sans-serif\" font-size=\"14\">%n",
                WIDTH, height, WIDTH, height));
        svg.append(text("<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n"));
        svg.append(text("<text x=\"12\" y=\"26\" font-size=\"16\" fill=\"#212529\">%s</text>%n", escaped(title)));
        for (int i = 0; i < series.size(); i++) {
            bar(svg, series.get(i), TOP + STEP * i, scale, i == 0 ? FIRST : OTHERS);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void bar(StringBuilder svg, Series series, int top, double scale, String colour) {
        int middle = top + BAR / 2;
        double end = LEFT + series.median() * scale;
        svg.append(text(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#212529\">%s</text>%n",
                LEFT - 10, middle + 5, escaped(series.alternative())));
        svg.append(text(
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                LEFT, top, series.median() * scale, BAR, colour));
        svg.append(text(
                "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#212529\"/>%n",
                LEFT + series.least() * scale, middle, LEFT + series.most() * scale, middle));
        svg.append(text(
                "<text x=\"%.1f\" y=\"%d\" fill=\"#212529\">%.2f</text>%n",
                Math.max(end, LEFT + series.most() * scale) + 8, middle + 5, series.median()));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
