package dev.lagzero.bench;

import dev.lagzero.bench.chart.BarChart;
import dev.lagzero.bench.figures.Series;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of a bench, and what is kept of it. */
record Measuring(Bench bench, int rounds, Machine machine, Measurements measured) {

    /** @param rounds null for the bench's own */
    static Measuring run(Bench bench, @Nullable Integer rounds) throws Exception {
        Measuring measuring =
                new Measuring(bench, rounds == null ? bench.usualRounds() : rounds, Machine.here(), new Measurements());
        // On the disk of the working directory: a temporary one may be in memory.
        Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "bench");
        Interruption.clears(folder);
        try {
            bench.run(folder, measuring.rounds, measuring.measured);
        } finally {
            Folders.delete(folder);
        }
        return measuring;
    }

    void print(PrintWriter out) {
        out.print(report().table());
        out.flush();
    }

    void json(Path file) throws IOException {
        Files.writeString(
                file, report().json(bench.name(), machine.toString(), rounds).toPrettyString() + "\n");
    }

    void chart(Path file) throws IOException {
        List<BarChart.Group> groups = new ArrayList<>();
        for (String figure : charted()) {
            List<Series> shown = measured.series().stream()
                    .filter(series -> series.figure().equals(figure))
                    .toList();
            if (!shown.isEmpty()) {
                groups.add(new BarChart.Group(figure, shown));
            }
        }
        Files.writeString(file, BarChart.of(bench.about(), groups, "median, least and most; " + machine));
    }

    private List<String> charted() {
        return bench.charted().isEmpty() ? List.of(measured.series().getFirst().figure()) : bench.charted();
    }

    private Report report() {
        return new Report(bench.base(), measured.series());
    }
}
