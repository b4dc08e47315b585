package dev.lagzero.bench;

import dev.lagzero.bench.graph.GraphBench;
import dev.lagzero.bench.http.HttpBench;
import dev.lagzero.bench.idle.IdleBench;
import dev.lagzero.bench.journal.JournalBench;
import dev.lagzero.bench.latency.LatencyBench;
import dev.lagzero.bench.writer.WriterBench;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lagzero-bench NAME [--rounds N] [--sources N] [--target URL] [--cores 0,1] [--json FILE]}. */
@Command(name = "lagzero-bench", mixinStandardHelpOptions = true, description = "Measures; prints medians and ratios.")
public final class Main implements Callable<Integer> {

    @Parameters(index = "0", description = "writer, latency, idle, graph, journal or http")
    private String name = "";

    @Option(names = "--rounds", description = "how often each alternative is run (default ${DEFAULT-VALUE})")
    private int rounds = 15;

    @Option(names = "--sources", description = "how many sources are idle in one process (default ${DEFAULT-VALUE})")
    private int sources = 1000;

    @Option(names = "--target", description = "graph: a jdbc:postgresql: address of a database with Apache AGE")
    private String target = "";

    @Option(
            names = "--cores",
            description = "http: the cores of the process that is measured, all of it; run the bench itself on others"
                    + " (taskset -c 2,3); empty: any (default ${DEFAULT-VALUE})")
    private String cores = "0,1";

    @Option(names = "--json", description = "a file for all measurements")
    private @Nullable Path json;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
        List<Bench> all = List.of(
                new WriterBench(),
                new LatencyBench(),
                new IdleBench(sources),
                new GraphBench(target),
                new JournalBench(),
                new HttpBench(cores));
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
            bench.run(folder, rounds, measured);
            Report report = new Report(bench.base(), measured.series());
            out.print(report.table());
            out.flush();
            if (json != null) {
                Files.writeString(json, report.json().toPrettyString());
            }
            return 0;
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
