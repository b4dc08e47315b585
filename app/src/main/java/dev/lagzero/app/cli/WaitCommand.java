package dev.lagzero.app.cli;

import dev.lagzero.app.config.ConfigException;
import dev.lagzero.control.lag.LagReport;
import dev.lagzero.control.lag.LagSource;
import dev.lagzero.control.lag.LagState;
import dev.lagzero.control.lag.SourceLag;
import dev.lagzero.control.lag.Waiting;
import dev.lagzero.schemas.position.SourcePosition;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "wait",
        description = {
            "Waits until the target shows what every source has committed by now, or one position.",
            "Exit code 3 when time is up."
        })
public final class WaitCommand implements Callable<Integer> {

    private static final long PAUSE_MILLIS = 100;
    /** Stands for all sources when it is not known which there are. */
    private static final String NOBODY = "-";

    @Spec
    private CommandSpec spec;

    @Mixin
    private Asked asked;

    @Option(names = "--position", paramLabel = "EPOCH:SEQUENCE", description = "wait for this transaction only")
    private @Nullable String position;

    @Option(names = "--source", paramLabel = "NAME", description = "of this source only")
    private @Nullable String source;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "as 500ms, 60s, 5m; default: 60s")
    private String timeout;

    @Option(names = "--json", description = "one JSON object instead of lines")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Waiting waiting = new Waiting(wanted());
        long end = System.nanoTime() + Spans.parse(timeout).toNanos();
        try (LagSource lag = asked.lag()) {
            LagReport seen = look(lag);
            while (!waiting.reached(only(seen))) {
                boolean late = System.nanoTime() >= end;
                if (late || !nobodyKnows(seen)) {
                    checkName(seen);
                }
                if (late) {
                    return late(only(seen));
                }
                Thread.sleep(PAUSE_MILLIS);
                seen = look(lag);
            }
            show(only(seen));
            return Exit.DONE;
        }
    }

    /** Who does not answer yet may do so before the time is up. */
    private LagReport look(LagSource lag) {
        try {
            return lag.look();
        } catch (UncheckedIOException e) {
            return new LagReport(List.of(SourceLag.unknown(NOBODY, e.getMessage())));
        }
    }

    private int late(LagReport report) {
        show(report);
        return Failures.tell(
                spec.commandLine().getErr(),
                "not there after " + timeout,
                "wait longer (--timeout), or see what is in the way: lagzero status",
                Exit.NOT_MET);
    }

    private @Nullable SourcePosition wanted() {
        try {
            return position == null ? null : SourcePosition.parse(position);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("--position: " + e.getMessage(), "take one that lagzero status shows");
        }
    }

    /** Then it may not be known yet which sources there are. */
    private static boolean nobodyKnows(LagReport report) {
        return report.sources().stream().allMatch(lag -> lag.state() instanceof LagState.Unknown);
    }

    private void checkName(LagReport report) {
        List<String> names = report.sources().stream()
                .map(SourceLag::source)
                .filter(name -> !name.equals(NOBODY))
                .toList();
        if (source != null && !names.isEmpty() && !names.contains(source)) {
            throw new ConfigException(
                    "--source: there is no source " + source, "name one of: " + String.join(", ", names));
        }
    }

    private LagReport only(LagReport report) {
        return source == null
                ? report
                : new LagReport(report.sources().stream()
                        .filter(lag ->
                                lag.source().equals(source) || lag.source().equals(NOBODY))
                        .toList());
    }

    private void show(LagReport report) {
        if (json) {
            spec.commandLine().getOut().println(report.json());
        } else {
            report.lines().forEach(spec.commandLine().getOut()::println);
        }
        spec.commandLine().getOut().flush();
    }
}
