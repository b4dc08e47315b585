package dev.lagzero.capture;

import dev.lagzero.capture.diff.CaptureScope;
import dev.lagzero.capture.follow.Limits;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A capture of one source with all that captures share, for itself. */
record Alone(Captures captures, Capture capture) implements Capture {

    /** For a test that writes in the same process. */
    static CaptureConfig config(Topics topics, Path data, Map<String, Object> kafka) {
        return config(topics, data, kafka, false);
    }

    static CaptureConfig config(Topics topics, Path data, Map<String, Object> kafka, boolean alone) {
        return new CaptureConfig(topics, data, kafka, 1, LogFlush.NONE, alone, Limits.DEFAULT);
    }

    static Capture start(CaptureConfig config, String source, Path file) {
        return start(config, new SourceConfig(source, file, CaptureScope.ALL, false));
    }

    static Capture start(CaptureConfig config, SourceConfig source) {
        Captures captures = Captures.open(config, 1);
        try {
            return new Alone(captures, captures.start(source));
        } catch (RuntimeException e) {
            captures.close();
            throw e;
        }
    }

    @Override
    public Head head() {
        return capture.head();
    }

    @Override
    public Head freshHead() {
        return capture.freshHead();
    }

    @Override
    public void freeze(Consumer<Content> reader) {
        capture.freeze(reader);
    }

    @Override
    public void freeze(SourcePosition at, Duration patience, Consumer<Content> reader) {
        capture.freeze(at, patience, reader);
    }

    @Override
    public Progress progress() {
        return capture.progress();
    }

    @Override
    public CompletableFuture<Void> stopped() {
        return capture.stopped();
    }

    @Override
    public void close() {
        capture.close();
        captures.close();
    }
}
