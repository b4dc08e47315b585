package dev.lagzero.app.pipeline;

import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.app.status.SourceLag;
import dev.lagzero.capture.Capture;
import dev.lagzero.capture.CaptureException;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The running stages of one source: all of them, or those that this process runs. */
public final class Pipeline implements AutoCloseable {

    private final String source;
    private final @Nullable Capture capture;
    private final @Nullable Stage stream;
    private final @Nullable SinkStage sink;

    private Pipeline(String source, @Nullable Capture capture, @Nullable Stage stream, @Nullable SinkStage sink) {
        this.source = source;
        this.capture = capture;
        this.stream = stream;
        this.sink = sink;
    }

    /** Starts the wanted stages. When one does not start, those before it are stopped again. */
    public static Pipeline start(Stages stages, SourceSettings source, List<StageKind> wanted) {
        Capture capture = null;
        Stage stream = null;
        try {
            capture = wanted.contains(StageKind.CAPTURE) ? stages.capture(source) : null;
            stream = wanted.contains(StageKind.STREAM) ? stages.stream(source) : null;
            SinkStage sink = wanted.contains(StageKind.SINK) ? stages.sink(source) : null;
            return new Pipeline(source.name(), capture, stream, sink);
        } catch (RuntimeException e) {
            new Pipeline(source.name(), capture, stream, null).close();
            throw e;
        }
    }

    public String source() {
        return source;
    }

    /** How far the first copy is, if this process captures. */
    public Optional<Capture.Progress> progress() {
        return Optional.ofNullable(capture).map(Capture::progress);
    }

    /** Whether the target has yet to show the first copy of the epoch that this process captures. */
    public boolean awaitsFirstCopy() {
        if (capture == null) {
            return false;
        }
        if (sink == null) {
            return !capture.progress().snapshotDone();
        }
        SourcePosition before = sink.before(source);
        return before.sequence() == 0 || capture.head().head().epoch() > before.epoch();
    }

    /** Whether the target shows it now. */
    public boolean showsFirstCopy() {
        if (sink == null || capture == null) {
            return true;
        }
        SourcePosition applied = sink.standing(source).applied();
        return applied.sequence() > 0
                && applied.epoch() == capture.head().head().epoch();
    }

    /** What the first copy made of the tables, if this process fills the target. */
    public Optional<Arrival> arrival() {
        return Optional.ofNullable(sink).map(running -> running.arrival(source));
    }

    /** Looks at the source and then at the target, now. */
    public SourceLag look() {
        if (capture == null || sink == null) {
            return SourceLag.unknown(source, "this process does not run all stages");
        }
        try {
            Head head = capture.freshHead();
            return SourceLag.of(source, Optional.of(head), sink.standing(source), System.currentTimeMillis());
        } catch (CaptureException e) {
            return SourceLag.unknown(source, e.getMessage());
        }
    }

    /** One for each stage. */
    public List<CompletableFuture<Void>> stopped() {
        List<CompletableFuture<Void>> stopped = new ArrayList<>();
        if (capture != null) {
            stopped.add(capture.stopped());
        }
        if (stream != null) {
            stopped.add(stream.stopped());
        }
        if (sink != null) {
            stopped.add(sink.stopped());
        }
        return stopped;
    }

    /** Stops the stages in the order in which rows pass them. */
    @Override
    public void close() {
        try {
            if (capture != null) {
                capture.close();
            }
        } finally {
            try {
                if (stream != null) {
                    stream.close();
                }
            } finally {
                if (sink != null) {
                    sink.close();
                }
            }
        }
    }
}
