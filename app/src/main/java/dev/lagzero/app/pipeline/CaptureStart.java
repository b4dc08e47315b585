package dev.lagzero.app.pipeline;

import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.capture.Capture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Starts the captures of all sources, side by side. */
final class CaptureStart {

    private CaptureStart() {}

    /**
     * Each source in the order of the settings: one that does not start stays, with the reason.
     *
     * @throws RuntimeException of the first, when none starts
     */
    static List<Followed> run(Stages stages, List<SourceSettings> sources) {
        List<CompletableFuture<Capture>> starts = SideBySide.each(sources, stages::capture);
        List<Followed> followed = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            String source = sources.get(i).name();
            CompletableFuture<Capture> start = starts.get(i);
            followed.add(
                    start.isCompletedExceptionally()
                            ? Followed.failed(source, start.exceptionNow())
                            : Followed.captured(source, start.resultNow()));
        }
        if (starts.stream().allMatch(CompletableFuture::isCompletedExceptionally)
                && starts.getFirst().exceptionNow() instanceof RuntimeException reason) {
            throw reason;
        }
        return followed;
    }
}
