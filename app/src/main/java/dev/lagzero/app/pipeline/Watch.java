package dev.lagzero.app.pipeline;

import dev.lagzero.app.console.Console;
import dev.lagzero.control.lag.LagReport;
import dev.lagzero.control.lag.LagState;
import dev.lagzero.control.lag.Standing;
import dev.lagzero.control.lag.Standings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Watches what runs until it ends: shows the first copy's progress, and notices when a part gives up. */
public final class Watch {

    private static final long TICK_MILLIS = 200;

    /** What is about to arrive is told soon, unless looking takes longer than waiting. */
    private static final long LOADING_TICK_MILLIS = 25;

    private final Pipeline pipeline;
    private final List<CompletableFuture<Void>> parts;
    private final FailedCaptures failures;
    private final List<SnapshotWatch> snapshots;
    private final CountDownLatch asked;
    private final Console console;

    /**
     * @param servers one for each server that must not end either
     * @param asked counted down when somebody wants the end
     */
    public Watch(Pipeline pipeline, List<CompletableFuture<Void>> servers, Console console, CountDownLatch asked) {
        this.pipeline = pipeline;
        this.parts = java.util.stream.Stream.concat(servers.stream(), pipeline.stopped().stream())
                .toList();
        this.asked = asked;
        this.console = console;
        this.failures = new FailedCaptures(pipeline.followed(), console);
        this.snapshots = pipeline.followed().stream()
                .flatMap(source -> source
                        .capture()
                        .map(capture -> new SnapshotWatch(
                                source, capture, pipeline.sink().orElse(null), console))
                        .stream())
                .toList();
    }

    /** @param untilCaughtUp whether equality is the end, too */
    public Outcome run(boolean untilCaughtUp) throws InterruptedException {
        long started = System.nanoTime();
        while (true) {
            Optional<Outcome> failed =
                    failure().or(() -> failures.look(untilCaughtUp).map(Outcome.Failed::new));
            if (failed.isPresent()) {
                return failed.get();
            }
            long looked = System.nanoTime();
            Duration elapsed = Duration.ofNanos(looked - started);
            tick(elapsed, !untilCaughtUp);
            if (untilCaughtUp) {
                Optional<Outcome> reached = reached(pipeline.look());
                if (reached.isPresent()) {
                    return reached.get();
                }
            }
            if (asked.await(pauseMillis(System.nanoTime() - looked), TimeUnit.MILLISECONDS)) {
                return new Outcome.Asked();
            }
        }
    }

    /** The target is asked once for all sources, and only while the first copy of one is on its way into it. */
    private void tick(Duration elapsed, boolean tellStates) {
        Standings standings =
                loading() ? pipeline.sink().orElseThrow().standings() : new Standings(Map.of(), Standing.NOTHING);
        for (SnapshotWatch snapshot : snapshots) {
            boolean arrived =
                    snapshot.tick(elapsed, standings.of(snapshot.source()).applied());
            // A run that ends when all is equal says so at its end. What arrived takes longer to be counted.
            if (arrived && tellStates) {
                snapshot.tellState();
            }
            snapshot.tell();
        }
    }

    private long pauseMillis(long lookNanos) {
        return loading()
                ? Math.clamp(TimeUnit.NANOSECONDS.toMillis(lookNanos), LOADING_TICK_MILLIS, TICK_MILLIS)
                : TICK_MILLIS;
    }

    private boolean loading() {
        return snapshots.stream().anyMatch(SnapshotWatch::loading);
    }

    private Optional<Outcome> failure() {
        for (CompletableFuture<Void> part : parts) {
            if (part.isCompletedExceptionally()) {
                try {
                    part.join();
                } catch (CompletionException e) {
                    return Optional.of(new Outcome.Failed(e.getCause()));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Outcome> reached(LagReport report) {
        boolean copied = snapshots.stream().allMatch(SnapshotWatch::done);
        if (copied && report.consistent()) {
            // Told before anything is put down: that waits for what the target still does, as counting what was loaded.
            console.lines(report.lines());
            return Optional.of(new Outcome.CaughtUp());
        }
        boolean settled = report.sources().stream().allMatch(source -> switch (source.state()) {
            case LagState.Consistent ignored -> true;
            case LagState.Parked ignored -> true;
            case LagState.Blocked ignored -> true;
            case LagState.Behind ignored -> false;
            case LagState.Stalled ignored -> false;
            case LagState.Unknown ignored -> false;
        });
        return settled && (copied || blocked(report))
                ? Optional.of(new Outcome.Short(report.lines()))
                : Optional.empty();
    }

    private static boolean blocked(LagReport report) {
        return report.sources().stream().anyMatch(source -> source.state() instanceof LagState.Blocked);
    }
}
