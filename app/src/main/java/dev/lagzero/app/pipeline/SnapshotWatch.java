package dev.lagzero.app.pipeline;

import dev.lagzero.app.console.Console;
import dev.lagzero.app.console.ProgressLine;
import dev.lagzero.app.console.Table;
import dev.lagzero.capture.Capture;
import java.time.Duration;
import java.util.Locale;

/** Shows the first copy of one source: its progress, and at its end what has arrived. Silent when it was made before. */
final class SnapshotWatch {

    /** What is being waited for. */
    private enum Phase {
        COPYING,
        LOADING,
        DONE
    }

    private final Pipeline pipeline;
    private final Console console;
    private Phase phase;

    SnapshotWatch(Pipeline pipeline, Console console) {
        this.pipeline = pipeline;
        this.console = console;
        this.phase = pipeline.awaitsFirstCopy() ? Phase.COPYING : Phase.DONE;
    }

    boolean done() {
        return phase == Phase.DONE;
    }

    void tick(Duration elapsed) {
        switch (phase) {
            case COPYING -> copying(elapsed);
            case LOADING -> loading(elapsed);
            case DONE -> {}
        }
    }

    private void copying(Duration elapsed) {
        Capture.Progress progress = pipeline.progress().orElseThrow();
        if (progress.snapshotDone()) {
            console.line(String.format(
                    Locale.ROOT,
                    "%s  %,d rows read in %.1f s; applying",
                    pipeline.source(),
                    progress.published(),
                    elapsed.toMillis() / 1_000.0));
            phase = pipeline.arrival().isPresent() ? Phase.LOADING : Phase.DONE;
        } else {
            console.progress(new ProgressLine(pipeline.source(), progress.published(), progress.total(), elapsed));
        }
    }

    private void loading(Duration elapsed) {
        if (!pipeline.showsFirstCopy()) {
            return;
        }
        phase = Phase.DONE;
        console.line(String.format(
                Locale.ROOT, "%s  first copy applied after %.1f s", pipeline.source(), elapsed.toMillis() / 1_000.0));
        pipeline.arrival().ifPresent(this::show);
        console.line(pipeline.source() + "  " + pipeline.look().sentence());
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
