package dev.lagzero.bench.sink;

import dev.lagzero.bench.process.LagzeroProcess;
import dev.lagzero.bench.process.Tool;
import dev.lagzero.bench.process.Usage;
import dev.lagzero.bench.target.TargetDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code lagzero sink}, as its users start it: whole transactions, each with its watermark. */
final class LagzeroSink implements Sink {

    @Override
    public String name() {
        return "lagzero";
    }

    @Override
    public int partitions() {
        return 1;
    }

    @Override
    public Running start(FilledTopics topics, Path folder, TargetDatabase target) throws IOException {
        List<String> arguments =
                List.of("sink", "-c", topics.settings(folder, target).toString());
        return new Stage(LagzeroProcess.start(folder, arguments, target.environment()), folder);
    }

    private record Stage(LagzeroProcess process, Path folder) implements Running {

        @Override
        public boolean isAlive() {
            return process.isAlive();
        }

        @Override
        public Usage usage() {
            return process.usage();
        }

        @Override
        public String complaint() throws IOException {
            return Tool.tail(folder.resolve("errors.txt"));
        }

        @Override
        public void close() throws IOException {
            process.close();
        }
    }
}
