package dev.lagzero.app.pipeline;

import dev.lagzero.app.console.Console;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Notices captures that give up. One of several does not take the others with it: it is told of once, and its source is
 * unknown from then on. When none is left, or the run is to end equal, that is the end.
 */
final class FailedCaptures {

    private final List<Followed> followed;
    private final Console console;
    private final Set<String> told = new HashSet<>();

    FailedCaptures(List<Followed> followed, Console console) {
        this.followed = followed;
        this.console = console;
    }

    /** @return what ends the run */
    Optional<Throwable> look(boolean untilCaughtUp) {
        Optional<Throwable> first = Optional.empty();
        int failed = 0;
        for (Followed source : followed) {
            Optional<Throwable> failure = source.failure();
            if (failure.isPresent()) {
                failed++;
                first = first.or(() -> failure);
                tell(source.source(), failure.get());
            }
        }
        return untilCaughtUp || failed == followed.size() ? first : Optional.empty();
    }

    private void tell(String source, Throwable cause) {
        if (followed.size() > 1 && told.add(source)) {
            console.line(source + "  stopped: " + cause.getMessage() + " The other sources go on.");
        }
    }
}
