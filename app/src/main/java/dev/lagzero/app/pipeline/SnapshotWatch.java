package dev.lagzero.app.pipeline;

import dev.lagzero.app.console.Console;
import dev.lagzero.app.console.ProgressLine;
import dev.lagzero.app.console.Table;
import dev.lagzero.capture.Capture;
import dev.lagzero.control.lag.SilentException;
import dev.lagzero.control.lag.Standings;
import dev.lagzero.schemas.position.SourcePosition;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows the first copy of one source: its progress, and at its end what has arrived. Silent when it was made before. */
final class SnapshotWatch {

    private static final int MOST_LOOKS_IN_VAIN = 25;

    /** What is being waited for. */
    private enum Phase {
        COPYING,
        LOADING,
        /** It is there; what has arrived is still to be told. */
        TELLING,
        DONE
    }

    private final Followed followed;
    private final Capture capture;
    private final @Nullable SinkStage sink;
    private final Console console;
    private Phase phase;
    private int looksInVain;

    /** @param sink if this process fills the target */
    SnapshotWatch(Followed followed, Capture capture, @Nullable SinkStage sink, Console console) {
        this.followed = followed;
        this.capture = capture;
        this.sink = sink;
        this.console = console;
        this.phase = awaitsFirstCopy() ? Phase.COPYING : Phase.DONE;
    }

    /** Whether the target has yet to show the first copy of the epoch that this process captures. */
    private boolean awaitsFirstCopy() {
        if (sink == null) {
            return !capture.progress().snapshotDone();
        }
        SourcePosition before = sink.before(followed.source());
        return before.sequence() == 0 || capture.head().head().epoch() > before.epoch();
    }

    String source() {
        return followed.source();
    }

    boolean done() {
        return phase == Phase.DONE;
    }

    boolean loading() {
        return phase == Phase.LOADING;
    }

    /**
     * @param applied what the target shows of the source now; only looked at while it is loading
     * @return whether it was noticed now that the first copy has arrived
     */
    boolean tick(Duration elapsed, SourcePosition applied) {
        switch (phase) {
            case COPYING -> copying(elapsed);
            case LOADING -> {
                if (hasArrived(applied)) {
                    console.line(String.format(
                            Locale.ROOT,
                            "%s  first copy applied after %.1f s",
                            followed.source(),
                            elapsed.toMillis() / 1_000.0));
                    phase = Phase.TELLING;
                    return true;
                }
            }
            case TELLING, DONE -> {}
        }
        return false;
    }

    private void copying(Duration elapsed) {
        Capture.Progress progress = capture.progress();
        if (progress.snapshotDone()) {
            console.line(String.format(
                    Locale.ROOT,
                    "%s  %,d rows read in %.1f s; applying",
                    followed.source(),
                    progress.published(),
                    elapsed.toMillis() / 1_000.0));
            phase = sink == null ? Phase.DONE : Phase.LOADING;
        } else {
            console.progress(new ProgressLine(followed.source(), progress.published(), progress.total(), elapsed));
        }
    }

    private boolean hasArrived(SourcePosition applied) {
        return applied.sequence() > 0
                && applied.epoch() == capture.head().head().epoch();
    }

    /** Tells what has arrived, if that is still to be done. */
    void tell() {
        if (phase != Phase.TELLING) {
            return;
        }
        try {
            show(Objects.requireNonNull(sink, "sink").arrival(followed.source()));
        } catch (SilentException notNow) {
            // Telling what arrived is no reason to end what works, nor to wait for ever: it is told at a later look.
            if (++looksInVain < MOST_LOOKS_IN_VAIN) {
                return;
            }
            console.line(followed.source() + "  what has arrived cannot be told: " + notNow.getMessage());
        }
        phase = Phase.DONE;
    }

    /** Tells how the source is now. */
    void tellState() {
        Standings standings = Objects.requireNonNull(sink, "sink").standings();
        console.line(followed.source() + "  "
                + followed.look().apply(standings.of(followed.source())).sentence());
    }

    private void show(Arrival arrival) {
        Table table = new Table("table", "rows", "columns");
        arrival.tables()
                .forEach(
                        each -> table.row(each.name(), String.format(Locale.ROOT, "%,d", each.rows()), each.columns()));
        console.lines(table.lines());
        arrival.constraints().forEach(constraint -> console.line("set aside  " + constraint));
        arrival.notices().forEach(notice -> console.line("notice     " + notice));
    }
}
