package dev.lagzero.capture.session;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.follow.Folding;
import dev.lagzero.capture.shadow.PageHistory;
import dev.lagzero.schemas.position.SourcePosition;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Shows a file at one position. Nothing is folded meanwhile, so whatever the file held from then on can be shown; and it is
 * shown when the log holds it, since until then several transactions may still become one.
 */
final class FileFreezing {

    private static final Duration USUAL = Duration.ofSeconds(30);
    private static final long PAUSE_NANOS = 1_000_000;

    private final SessionConfig config;
    private final PageHistory history;
    private final Folding folding;
    private final BooleanSupplier over;

    /** @param over nothing will be published any more */
    FileFreezing(SessionConfig config, PageHistory history, Folding folding, BooleanSupplier over) {
        this.config = config;
        this.history = history;
        this.folding = folding;
        this.over = over;
    }

    /** At the newest position that is known. */
    void newest(Consumer<FrozenFile> reader) {
        folding.hold(() -> show(history.newest(), USUAL, reader));
    }

    /** At a position that is still kept, or that the source comes to in time. */
    void at(SourcePosition at, Duration patience, Consumer<FrozenFile> reader) {
        folding.hold(() -> show(at, patience, reader));
    }

    private void show(SourcePosition at, Duration patience, Consumer<FrozenFile> reader) {
        check(at);
        long until = System.nanoTime() + patience.toNanos();
        while (at.isAfter(folding.published())) {
            if (over.getAsBoolean()) {
                throw new CaptureFault(say("has stopped before the log held " + at));
            }
            if (System.nanoTime() - until > 0) {
                throw late(at, patience);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                throw new CaptureFault(say("was not waited for: interrupted before " + at));
            }
        }
        reader.accept(FrozenFile.of(config, history, at));
    }

    private void check(SourcePosition at) {
        SourcePosition newest = history.newest();
        SourcePosition oldest = history.state().position();
        if (at.epoch() != newest.epoch()) {
            throw new CaptureFault(say("is in epoch " + newest.epoch() + ", and " + at + " is of another. Ask for a"
                    + " position of this epoch."));
        }
        if (at.sequence() == 0) {
            throw new CaptureFault(say("has not made its first copy yet; try again then."));
        }
        if (oldest.isAfter(at)) {
            throw new CaptureFault(say("does not keep what it held at " + at + " any more; it can be shown from "
                    + oldest + " on. Agree on a position that lies ahead."));
        }
    }

    private CaptureFault late(SourcePosition at, Duration patience) {
        SourcePosition newest = history.newest();
        String within = " within " + TimeUnit.NANOSECONDS.toMillis(patience.toNanos()) + " ms";
        return new CaptureFault(
                at.isAfter(newest)
                        ? say("did not come to " + at + within + "; it is at " + newest + ". Ask for that one.")
                        : say("is not in the log up to " + at + within + "; that ends at " + folding.published()
                                + ". Is Kafka there?"));
    }

    private String say(String what) {
        return "source " + config.source() + " " + what;
    }
}
