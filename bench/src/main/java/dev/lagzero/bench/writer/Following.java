package dev.lagzero.bench.writer;

import dev.lagzero.bench.CaptureProcess;
import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** It follows: it was started once, and works for months. */
final class Following implements Scene {

    private final WrittenDatabase database;
    private final Process capture;
    private final String kafka;

    Following(Path folder, WrittenDatabase database) throws IOException {
        this.database = database;
        capture = Processes.start(
                CaptureProcess.class,
                "512m",
                List.of(folder.toString(), database.file().toString()));
        kafka = Processes.line(capture);
    }

    @Override
    public List<List<Load>> groups() {
        return Load.ALL.stream().map(List::of).toList();
    }

    @Override
    public void begin() {}

    @Override
    public void end(double logged, Measurements into) throws IOException {
        Processes.ask(capture);
    }

    @Override
    public void finish() throws Exception {
        Processes.ask(capture);
        Arrival.require(kafka, database);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        Processes.end(capture);
    }
}
