package dev.lagzero.bench;

import dev.lagzero.bench.drain.DrainBench;
import dev.lagzero.bench.dual.DualBench;
import dev.lagzero.bench.graph.GraphBench;
import dev.lagzero.bench.growth.GrowthBench;
import dev.lagzero.bench.http.HttpBench;
import dev.lagzero.bench.idle.IdleBench;
import dev.lagzero.bench.inner.InnerBench;
import dev.lagzero.bench.journal.JournalBench;
import dev.lagzero.bench.latency.LatencyBench;
import dev.lagzero.bench.live.LiveBench;
import dev.lagzero.bench.load.LoadBench;
import dev.lagzero.bench.metrics.MetricsBench;
import dev.lagzero.bench.sink.SinkBench;
import dev.lagzero.bench.start.StartBench;
import dev.lagzero.bench.writer.WriterBench;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static final int FEW_ROUNDS = 5;

    @Parameters(index = "0", arity = "0..1", description = "what to measure; left out, all that can be are listed")
    private String name = "";

    @Option(names = "--rounds", description = "how often each alternative is run (the default is the bench's own)")
    private @Nullable Integer rounds;

    @Option(names = "--rows", description = "load, drain and sink: rows of the source (default ${DEFAULT-VALUE})")
    private long rows = 1_000_000;

    @Option(names = "--tables", description = "load: tables of the source (default ${DEFAULT-VALUE})")
    private int tables = 1;

    @Option(names = "--sources", description = "how many sources are idle in one process (default ${DEFAULT-VALUE})")
    private int sources = 1000;

    @Option(names = "--target", description = "graph: a jdbc:postgresql: address of a database with Apache AGE")
    private String target = "";

    @Option(
            names = "--cores",
            description = "http: the cores of the process that is measured, all of it; run the bench itself on others"
                    + " (taskset -c 2,3); empty: any (default ${DEFAULT-VALUE})")
    private String cores = "0,1";

    @Option(names = "--chart", description = "a file for a picture (SVG)")
    private @Nullable Path chart;

    @Option(names = "--folder", description = "all: where figures and pictures go (default ${DEFAULT-VALUE})")
    private Path folder = Path.of("figures");

    @Option(names = "--json", description = "a file for all measurements")
    private @Nullable Path json;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
        List<Bench> all = List.of(
                new LoadBench(tables, rows),
                new GrowthBench(),
                new StartBench(),
                new DrainBench(rows),
                new SinkBench(rows),
                new LiveBench(),
                new DualBench(),
                new WriterBench(),
                new LatencyBench(),
                new IdleBench(sources),
                new GraphBench(target),
                new JournalBench(),
                new HttpBench(cores),
                new MetricsBench(),
                new InnerBench());
        if (name.isEmpty()) {
            all.forEach(each -> out.printf("%-9s %s%n", each.name(), each.about()));
            out.println("all       All of them, one after the other; --folder keeps figures and pictures");
            return 0;
        }
        if (name.equals("all")) {
            return everything(all, out);
        }
        Bench bench = all.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
        if (bench == null) {
            out.println("There is no bench \"" + name + "\". Try one of "
                    + all.stream().map(Bench::name).collect(Collectors.joining(", ")) + ".");
            return 2;
        }
        if (!bench.missing().isEmpty()) {
            out.println(name + " cannot be run here. Try " + bench.missing());
            return 2;
        }
        Measuring measuring = Measuring.run(bench, rounds);
        measuring.print(out);
        if (json != null) {
            measuring.json(json);
        }
        if (chart != null) {
            measuring.chart(chart);
        }
        return 0;
    }

    /** Few rounds of each; what fails does not keep the others from being measured. */
    private int everything(List<Bench> all, PrintWriter out) throws IOException {
        Path kept = Files.createDirectories(folder);
        int code = 0;
        for (Bench bench : all) {
            out.println("== " + bench.name());
            if (!bench.missing().isEmpty()) {
                out.println("skipped: " + bench.missing());
                continue;
            }
            try {
                Measuring measuring =
                        Measuring.run(bench, rounds == null ? Math.min(FEW_ROUNDS, bench.usualRounds()) : rounds);
                measuring.print(out);
                measuring.json(kept.resolve(bench.name() + ".json"));
                measuring.chart(kept.resolve(bench.name() + ".svg"));
            } catch (Exception e) {
                out.println("failed: " + e.getMessage());
                code = 1;
            }
        }
        return code;
    }
}
