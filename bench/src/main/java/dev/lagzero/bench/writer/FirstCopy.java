package dev.lagzero.bench.writer;

import dev.lagzero.bench.CaptureProcess;
import dev.lagzero.bench.Folders;
import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** It makes its first copy; a new one for each round, within 256 MB of heap. The broker is another process. */
final class FirstCopy implements Scene {

    private final Path folder;
    private final WrittenDatabase database;
    private @Nullable Process broker;
    private @Nullable Process capture;
    private String kafka = "";
    private long begun;

    FirstCopy(Path folder, WrittenDatabase database) {
        this.folder = folder;
        this.database = database;
    }

    @Override
    public List<List<Load>> groups() {
        return List.of(Load.ALL);
    }

    @Override
    public boolean isWarmedUp() {
        return false;
    }

    @Override
    public void begin() throws IOException {
        Files.createDirectory(folder.resolve("copy"));
        broker = Processes.start(
                CaptureProcess.class, "512m", List.of(folder.resolve("copy").toString()));
        kafka = Processes.line(broker);
        begun = System.nanoTime();
        capture = Processes.start(
                CaptureProcess.class,
                "256m",
                List.of(
                        "--early",
                        "--kafka=" + kafka,
                        folder.resolve("copy").toString(),
                        database.file().toString()));
        Processes.line(capture);
    }

    @Override
    public void end(double logged, Measurements into) throws Exception {
        into.add("captured", "s measured in the copy", (System.nanoTime() - begun) / 1e9);
        Processes.ask(capture, "copied");
        into.add("captured", "s until copied", (System.nanoTime() - begun) / 1e9);
        Processes.ask(capture);
        into.add("captured", "s until all published", (System.nanoTime() - begun) / 1e9);
        Arrival.require(kafka, database);
        close();
        Folders.delete(folder.resolve("copy"));
    }

    /** Each copy was looked at when it had ended. */
    @Override
    public void finish() {}

    @Override
    public void close() throws IOException, InterruptedException {
        if (capture != null) {
            Processes.end(capture);
            capture = null;
        }
        if (broker != null) {
            Processes.end(broker);
            broker = null;
        }
    }
}
