package dev.lagzero.app.cli;

import dev.lagzero.app.config.ConfigException;
import dev.lagzero.control.lag.LagReport;
import dev.lagzero.control.lag.LagSource;
import dev.lagzero.control.lag.SourceLag;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "wait",
        description = "Waits until the target equals every source, or shows a position. Exit code 3 when time is up.")
public final class WaitCommand implements Callable<Integer> {

    private static final long PAUSE_MILLIS = 100;

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
        SourcePosition wanted = wanted();
        long end = System.nanoTime() + Spans.parse(timeout).toNanos();
        LagReport report;
        do {
            try (LagSource lag = asked.lag()) {
                report = only(lag.look());
            }
            if (reached(report, wanted)) {
                show(report);
                return Exit.DONE;
            }
            Thread.sleep(PAUSE_MILLIS);
        } while (System.nanoTime() < end);
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

    private LagReport only(LagReport report) {
        return source == null
                ? report
                : new LagReport(report.sources().stream()
                        .filter(lag -> lag.source().equals(source))
                        .toList());
    }

    private static boolean reached(LagReport report, @Nullable SourcePosition wanted) {
        if (wanted == null) {
            return report.consistent();
        }
        return !report.sources().isEmpty() && report.sources().stream().noneMatch(lag -> wanted.isAfter(shown(lag)));
    }

    private static SourcePosition shown(SourceLag lag) {
        return lag.standing().applied();
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
