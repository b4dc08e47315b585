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

    Followed(String source, @Nullable Capture capture) {
        this.source = source;
        this.capture = capture;
    }

    public String source() {
        return source;
    }

    public Optional<Capture> capture() {
        return Optional.ofNullable(capture);
    }

    /** Why its capture gave up, if it did. */
    Optional<Throwable> failure() {
        return capture != null && capture.stopped().isCompletedExceptionally()
                ? Optional.of(capture.stopped().exceptionNow())
                : Optional.empty();
    }

    SourceLag unknown() {
        return SourceLag.unknown(source, "this process does not run all stages");
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
