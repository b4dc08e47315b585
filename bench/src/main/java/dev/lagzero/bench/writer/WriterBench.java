package dev.lagzero.bench.writer;

import dev.lagzero.bench.Bench;
import dev.lagzero.bench.CaptureProcess;
import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the application pays: nobody follows it, a capture does, or triggers write a log. */
public final class WriterBench implements Bench {

    private static final int MILLIS = 2_000;

    /** @param rate transactions a second; 0: as fast as it goes */
    private record Load(String name, int rows, int rate) {}

    private static final List<Load> LOADS =
            List.of(new Load("1 row", 1, 0), new Load("100 rows", 100, 0), new Load("500 tx/s", 1, 500));

    @Override
    public String name() {
        return "writer";
    }

    @Override
    public String about() {
        return "What the application pays: alone, captured, with triggers that write a log";
    }

    @Override
    public String base() {
        return "alone";
    }

    @Override
    public void run(Path folder, int rounds, Measurements into) throws Exception {
        Path alone = folder.resolve("alone.db");
        Path captured = folder.resolve("captured.db");
        Path triggers = folder.resolve("triggers.db");
        WriterProcess.create(alone, false);
        WriterProcess.create(captured, false);
        WriterProcess.create(triggers, true);
        Path room = Files.createDirectories(folder.resolve("capture"));
        Process capture = Processes.start(CaptureProcess.class, "512m", List.of(room.toString(), captured.toString()));
        Processes.line(capture);
        try {
            // The first round only warms up: a capture is started once and then works for months.
            for (int round = -1; round < rounds; round++) {
                Measurements counted = round < 0 ? new Measurements() : into;
                for (Load load : LOADS) {
                    measure("alone", alone, load, counted);
                    measure("captured", captured, load, counted);
                    // What the capture still has to do must not be paid for by the next one measured.
                    Processes.ask(capture);
                    measure("triggers", triggers, load, counted);
                }
            }
        } finally {
            Processes.end(capture);
        }
    }

    private static void measure(String alternative, Path database, Load load, Measurements into)
            throws IOException, InterruptedException {
        Process writer = Processes.start(
                WriterProcess.class,
                "128m",
                List.of(
                        database.toString(),
                        Integer.toString(load.rows()),
                        Integer.toString(MILLIS),
                        Integer.toString(load.rate())));
        String[] said = Processes.line(writer).split(" ");
        writer.waitFor();
        String[] figures = {"tx/s", "p50 us", "p99 us", "worst us", "busy", "log MB"};
        for (int i = 0; i < figures.length; i++) {
            double value = Double.parseDouble(said[i]) / (i == 5 ? 1 << 20 : 1);
            into.add(alternative, load.name() + " " + figures[i], value);
        }
    }
}
