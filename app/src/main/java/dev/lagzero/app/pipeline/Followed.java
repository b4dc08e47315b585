package dev.lagzero.app.pipeline;

import dev.lagzero.capture.Capture;
import dev.lagzero.capture.CaptureException;
import dev.lagzero.control.lag.SourceLag;
import dev.lagzero.control.lag.Standing;
import dev.lagzero.schemas.head.Head;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One source of the pipeline, and its capture if this process captures. */
public final class Followed {

    private final String source;
    private final @Nullable Capture capture;
    private final @Nullable Throwable refusal;

    private Followed(String source, @Nullable Capture capture, @Nullable Throwable refusal) {
        this.source = source;
        this.capture = capture;
        this.refusal = refusal;
    }

    static Followed captured(String source, Capture capture) {
        return new Followed(source, capture, null);
    }

    /** Its capture did not start. */
    static Followed failed(String source, Throwable reason) {
        return new Followed(source, null, reason);
    }

    /** Captured by another process, or by none. */
    static Followed elsewhere(String source) {
        return new Followed(source, null, null);
    }

    public String source() {
        return source;
    }

    public Optional<Capture> capture() {
        return Optional.ofNullable(capture);
    }

    /** Why its capture gave up or did not start, if that is so. */
    Optional<Throwable> failure() {
        if (refusal != null) {
            return Optional.of(refusal);
        }
        return capture != null && capture.stopped().isCompletedExceptionally()
                ? Optional.of(capture.stopped().exceptionNow())
                : Optional.empty();
    }

    SourceLag unknown() {
        return SourceLag.unknown(
                source,
                failure()
                        .map(Throwable::getMessage)
                        .orElse(
                                "this process does not capture it: ask lagzero status where Kafka and Postgres can be reached"));
    }

    /** Looks at the source, now; the answer waits for what the target, looked at after that, has of it. */
    Function<Standing, SourceLag> look() {
        if (capture == null) {
            return standing -> unknown();
        }
        Optional<Throwable> failure = failure();
        if (failure.isPresent()) {
            return standing -> SourceLag.unknown(source, failure.get().getMessage());
        }
        try {
            Head head = capture.freshHead();
            return standing -> lag(head, standing);
        } catch (CaptureException e) {
            return standing -> SourceLag.unknown(source, e.getMessage());
        }
    }

    /** What is said when looking takes too long. */
    Function<Standing, SourceLag> silent(int seconds) {
        return standing -> SourceLag.unknown(source, "the source could not be looked at within " + seconds + " s");
    }

    /** What is known without looking. */
    Function<Standing, SourceLag> remembered() {
        if (capture == null) {
            return standing -> unknown();
        }
        return standing -> failure()
                .map(cause -> SourceLag.unknown(source, cause.getMessage()))
                .orElseGet(
                        () -> SourceLag.of(source, Optional.of(capture.head()), standing, System.currentTimeMillis()));
    }

    private SourceLag lag(Head seen, Standing standing) {
        try {
            // The source went on between the two looks: what is applied by now, capture knows by now.
            Head head = standing.applied().isAfter(seen.head()) ? capture.freshHead() : seen;
            return SourceLag.of(source, Optional.of(head), standing, System.currentTimeMillis());
        } catch (CaptureException e) {
            return SourceLag.unknown(source, e.getMessage());
        }
    }
}
