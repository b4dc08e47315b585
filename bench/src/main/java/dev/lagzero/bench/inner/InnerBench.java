package dev.lagzero.bench.inner;

import dev.lagzero.bench.Bench;
import dev.lagzero.bench.Measurements;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs what is in this package by JMH, a process for each; a round is one of its iterations. */
public final class InnerBench implements Bench {

    private static final String FIGURE = "ns a row";
    private static final int WARM_UP = 5;

    @Override
    public String name() {
        return "inner";
    }

    @Override
    public String about() {
        return "What a row costs in the parts that every row passes: pages, JSON, mapping, Avro (by JMH)";
    }

    @Override
    public String base() {
        return "readPages";
    }

    @Override
    public List<String> charted() {
        return List.of(FIGURE);
    }

    @Override
    public int usualRounds() {
        return 10;
    }

    @Override
    public void run(Path folder, int rounds, Measurements into) throws Exception {
        Options options = new OptionsBuilder()
                .include("\\.inner\\.")
                .forks(1)
                .jvmArgs("-Xmx512m", "-XX:+UseParallelGC", "--enable-native-access=ALL-UNNAMED")
                .warmupIterations(WARM_UP)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(rounds)
                .measurementTime(TimeValue.milliseconds(500))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
        for (RunResult result : new Runner(options).run()) {
            BenchmarkParams params = result.getParams();
            String rows = params.getParam("rows");
            for (BenchmarkResult fork : result.getBenchmarkResults()) {
                for (IterationResult iteration : fork.getIterationResults()) {
                    double nanos = iteration.getPrimaryResult().getScore();
                    into.add(
                            named(params.getBenchmark(), rows),
                            FIGURE,
                            nanos / (rows == null ? 1 : Integer.parseInt(rows)));
                }
            }
        }
    }

    /** @param rows null where it is no parameter */
    private static String named(String method, @Nullable String rows) {
        String name = method.substring(method.lastIndexOf('.') + 1);
        return rows == null || rows.equals("1") ? name : name + " of " + rows;
    }
}
