package dev.lagzero.bench.metrics;

import dev.lagzero.app.embedded.EmbeddedKafka;
import dev.lagzero.app.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.List;

/**
 * Two pipelines that share a broker and a Postgres. Says a line when both are equal with their sources; answers each line
 * of its input with what was measured, how long it took and how much of the processors, in nanoseconds; ends when its
 * input does.
 */
public final class RunsProcess {

    private RunsProcess() {}

    /** Arguments: a folder, and how many transactions are measured at once. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"));
                EmbeddedPostgres postgres =
                        EmbeddedPostgres.start(folder.resolve("postgres"), folder.resolve("postgres.log"))) {
            MeteredRun.Place place = new MeteredRun.Place(
                    folder,
                    kafka.bootstrap(),
                    postgres.jdbcUrl(),
                    postgres.password(EmbeddedPostgres.OWNER),
                    Integer.parseInt(args[1]));
            try (MeteredRun without = MeteredRun.open(place, "plain", false);
                    MeteredRun with = MeteredRun.open(place, "metered", true)) {
                System.out.println("ready");
                List<MeteredRun> turns = List.of(without, with, with, without);
                int turn = 0;
                for (int next = System.in.read(); next >= 0; next = System.in.read()) {
                    MeteredRun run = turns.get(turn++ % turns.size());
                    String name = run == with ? MetricsBench.WITH : MetricsBench.WITHOUT;
                    MeteredRun.Took took = run.measure();
                    System.out.println(name + "=" + took.nanos() + "=" + took.cpuNanos());
                }
            }
        }
        // Threads of Kafka's that are no daemons must not keep it alive.
        Runtime.getRuntime().halt(0);
    }
}
