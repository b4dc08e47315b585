package dev.lagzero.bench.writer;

import dev.lagzero.bench.Bench;
import dev.lagzero.bench.Measurements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the application pays: nobody follows it, a capture does, or triggers write a log. */
public final class WriterBench implements Bench {

    private final Circumstances circumstances;

    public WriterBench(Circumstances circumstances) {
        this.circumstances = circumstances;
    }

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
        WrittenDatabase alone = WrittenDatabase.create(folder.resolve("alone.db"), circumstances.megabytes());
        WrittenDatabase captured = alone.copy(folder.resolve("captured.db"));
        WrittenDatabase triggers = alone.copy(folder.resolve("triggers.db")).withTriggers();
        Path room = Files.createDirectories(folder.resolve("capture"));
        Scene scene = Scene.of(circumstances, room, captured);
        try {
            for (int round = scene.isWarmedUp() ? -1 : 0; round < rounds; round++) {
                Measurements counted = round < 0 ? new Measurements() : into;
                for (List<Load> loads : scene.groups()) {
                    measure("alone", alone, loads, counted);
                    scene.begin();
                    scene.end(measure("captured", captured, loads, counted), counted);
                    measure("triggers", triggers, loads, counted);
                }
            }
            scene.finish();
        } finally {
            scene.close();
        }
    }

    /** Returns how many bytes were written into the log. */
    private static double measure(String alternative, WrittenDatabase database, List<Load> loads, Measurements into)
            throws IOException, InterruptedException {
        double logged = 0;
        for (Load load : loads) {
            Written written = Written.by(load, database);
            written.into(into, alternative, load);
            logged += written.logged();
        }
        return logged;
    }
}
