package dev.lagzero.bench;

import dev.lagzero.bench.chart.BarChart;
import dev.lagzero.bench.decode.DecodeBench;
import dev.lagzero.bench.drain.DrainBench;
import dev.lagzero.bench.dual.DualBench;
import dev.lagzero.bench.figures.Series;
import dev.lagzero.bench.graph.GraphBench;
import dev.lagzero.bench.growth.GrowthBench;
import dev.lagzero.bench.http.HttpBench;
import dev.lagzero.bench.idle.IdleBench;
import dev.lagzero.bench.journal.JournalBench;
import dev.lagzero.bench.latency.LatencyBench;
import dev.lagzero.bench.live.LiveBench;
import dev.lagzero.bench.load.LoadBench;
import dev.lagzero.bench.metrics.MetricsBench;
import dev.lagzero.bench.start.StartBench;
import dev.lagzero.bench.writer.Circumstances;
import dev.lagzero.bench.writer.During;
import dev.lagzero.bench.writer.WriterBench;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lagzero-bench NAME [--rounds N] [--json FILE] [--chart FILE]}, and options of some benches. */
@Command(name = "lagzero-bench", mixinStandardHelpOptions = true, description = "Measures; prints medians and ratios.")
public final class Main implements Callable<Integer> {

    @Parameters(
            index = "0",
            description =
                    "load, growth, start, drain, live, dual, writer, decode, latency, idle, graph, journal, http or"
                            + " metrics")
    private String name = "";

    @Option(names = "--rounds", description = "how often each alternative is run (the default is the bench's own)")
    private @Nullable Integer rounds;

    @Option(names = "--rows", description = "load and drain: rows of the source (default ${DEFAULT-VALUE})")
    private long rows = 1_000_000;

    @Option(names = "--tables", description = "load: tables of the source (default ${DEFAULT-VALUE})")
    private int tables = 1;

    @Option(names = "--sources", description = "how many sources are idle in one process (default ${DEFAULT-VALUE})")
    private int sources = 1000;

    @Option(
            names = "--during",
            description =
                    "writer: what the capture has to do meanwhile (${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE})")
    private During during = During.FOLLOWING;

    @Option(
            names = "--megabytes",
            description = "writer: size of the database beside the table that is written (default ${DEFAULT-VALUE})")
    private int megabytes;

    @Option(
            names = "--seconds",
            description = "writer --during outage: how long Kafka is away (default ${DEFAULT-VALUE})")
    private int seconds = 60;

    @Option(
            names = "--spool",
            description = "writer: MB that may wait for Kafka; during a backlog three times as much is written"
                    + " (default ${DEFAULT-VALUE})")
    private int spool = 1024;

    @Option(names = "--target", description = "graph: a jdbc:postgresql: address of a database with Apache AGE")
    private String target = "";

    @Option(
            names = "--cores",
            description = "http: the cores of the process that is measured, all of it; run the bench itself on others"
                    + " (taskset -c 2,3); empty: any (default ${DEFAULT-VALUE})")
    private String cores = "0,1";

    @Option(names = "--chart", description = "a file for a picture (SVG)")
    private @Nullable Path chart;

    @Option(names = "--json", description = "a file for all measurements")
    private @Nullable Path json;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
        List<Bench> all = List.of(
                new LoadBench(tables, rows),
                new GrowthBench(),
                new StartBench(),
                new DrainBench(rows),
                new LiveBench(),
                new DualBench(),
                new WriterBench(new Circumstances(during, megabytes, Duration.ofSeconds(seconds), (long) spool << 20)),
                new DecodeBench(),
                new LatencyBench(),
                new IdleBench(sources),
                new GraphBench(target),
                new JournalBench(),
                new HttpBench(cores),
                new MetricsBench());
        Bench bench = all.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
        if (bench == null) {
            out.println("There is no bench \"" + name + "\". Try one of "
                    + all.stream().map(Bench::name).collect(Collectors.joining(", ")) + ".");
            return 2;
        }
        // On the disk of the working directory: a temporary one may be in memory.
        Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "bench");
        try {
            Measurements measured = new Measurements();
            bench.run(folder, rounds == null ? bench.usualRounds() : rounds, measured);
            Report report = new Report(bench.base(), measured.series());
            out.print(report.table());
            out.flush();
            if (json != null) {
                Files.writeString(json, report.json().toPrettyString());
            }
            if (chart != null) {
                Files.writeString(chart, picture(bench, measured));
            }
            return 0;
        } finally {
            Folders.delete(folder);
        }
    }

    private static String picture(Bench bench, Measurements measured) {
        List<Series> shown = measured.series().stream()
                .filter(series -> series.figure().equals(bench.charted()))
                .toList();
        return BarChart.of(bench.name() + ": " + bench.charted(), shown);
    }
}
