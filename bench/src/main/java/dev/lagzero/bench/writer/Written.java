package dev.lagzero.bench.writer;

import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.Processes;
import java.io.IOException;
import java.util.List;

/**
 * What an application did and what it met.
 *
 * @param busy how often it was refused
 * @param longestLog bytes that its log held at most
 * @param logged bytes that it wrote into its log
 */
public record Written(
        double rate, double p50, double p99, double worst, double busy, double longestLog, double logged) {

    private static final int MILLIS = 2_000;

    /** Lets an application write for a while. */
    public static Written by(Load load, WrittenDatabase database) throws IOException, InterruptedException {
        Process writer = Processes.start(
                WriterProcess.class,
                "128m",
                List.of(
                        database.file().toString(),
                        Integer.toString(load.rows()),
                        Integer.toString(MILLIS),
                        Integer.toString(load.rate())));
        String[] said = Processes.line(writer).split(" ");
        writer.waitFor();
        double[] figures = new double[said.length];
        for (int i = 0; i < said.length; i++) {
            figures[i] = Double.parseDouble(said[i]);
        }
        return new Written(figures[0], figures[1], figures[2], figures[3], figures[4], figures[5], figures[6]);
    }

    void into(Measurements all, String alternative, Load load) {
        all.add(alternative, load.name() + " tx/s", rate);
        all.add(alternative, load.name() + " p50 us", p50);
        all.add(alternative, load.name() + " p99 us", p99);
        all.add(alternative, load.name() + " worst us", worst);
        all.add(alternative, load.name() + " busy", busy);
        all.add(alternative, load.name() + " log MB", longestLog / (1 << 20));
    }
}
