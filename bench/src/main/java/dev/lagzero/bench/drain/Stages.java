package dev.lagzero.bench.drain;

import dev.lagzero.bench.process.LagzeroProcess;
import dev.lagzero.bench.target.TargetDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Stream and sink, as a process each. */
record Stages(LagzeroProcess stream, LagzeroProcess sink) implements AutoCloseable {

    /** @param database the source that capture follows as {@code s1} */
    static Stages start(Path folder, String bootstrap, Path database, TargetDatabase target) throws IOException {
        Path config = folder.resolve("lagzero.yaml");
        Files.writeString(config, """
                pipeline: bench
                data: "%s"
                kafka: {bootstrap: "%s"}
                target: {url: "%s"}
                sources: [{url: "sqlite:%s", name: s1}]
                """.formatted(folder.resolve("stages"), bootstrap, target.jdbcUrl(), database));
        Path streams = Files.createDirectories(folder.resolve("stream-said"));
        Path sinks = Files.createDirectories(folder.resolve("sink-said"));
        return new Stages(
                LagzeroProcess.start(streams, List.of("stream", "-c", config.toString()), target.environment()),
                LagzeroProcess.start(sinks, List.of("sink", "-c", config.toString()), target.environment()));
    }

    double cpuSeconds() {
        return (stream.usage().cpuNanos() + sink.usage().cpuNanos()) / 1e9;
    }

    boolean alive() {
        return stream.isAlive() && sink.isAlive();
    }

    @Override
    public void close() throws IOException {
        stream.close();
        sink.close();
    }
}
