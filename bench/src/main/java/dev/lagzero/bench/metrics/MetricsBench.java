package dev.lagzero.bench.metrics;

import dev.lagzero.bench.Bench;
import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.Processes;
import java.nio.file.Path;
import java.util.List;

/**
 * From the first of many commits to when Postgres shows the last, by two pipelines of one process that take turns: one
 * with all metrics, looked at all the while, scraped every second and followed by an open page; one with none. What
 * processors did for it is the steadier figure on a machine that has other work.
 */
public final class MetricsBench implements Bench {

    static final int TRANSACTIONS = Integer.getInteger("bench.transactions", 40_000);
    static final String WITHOUT = "without metrics";
    static final String WITH = "with all metrics";

    private static final int WARM_UP = 3;

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public String about() {
        return "The whole pipeline with all metrics and with none";
    }

    @Override
    public String base() {
        return WITHOUT;
    }

    @Override
    public void run(Path folder, int rounds, Measurements into) throws Exception {
        Process runs =
                Processes.start(RunsProcess.class, "1g", List.of(folder.toString(), Integer.toString(TRANSACTIONS)));
        try {
            Processes.line(runs);
            for (int round = -WARM_UP; round < rounds; round++) {
                // The process takes turns by itself, each round in the other order.
                for (int turn = 0; turn < 2; turn++) {
                    String[] said = Processes.ask(runs).split("=");
                    if (round >= 0) {
                        into.add(said[0], "tx/s", TRANSACTIONS * 1e9 / Long.parseLong(said[1]));
                        into.add(said[0], "cpu us/tx", Long.parseLong(said[2]) / 1e3 / TRANSACTIONS);
                    }
                }
            }
        } finally {
            Processes.end(runs);
        }
    }
}
