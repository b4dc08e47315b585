package dev.lagzero.app.cli;

import dev.lagzero.control.lag.LagReport;
import dev.lagzero.control.lag.LagSource;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description = {
            "Says how far the target is from each source, now:",
            "CONSISTENT (equal at a position), BEHIND, STALLED (behind and not moving),",
            "PARKED (rows it could not take), BLOCKED (act), UNKNOWN (with its cause, and never zero)."
        })
public final class StatusCommand implements Callable<Integer> {

    private static final long INTERVAL_MILLIS = 1_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Asked asked;

    @Option(names = "--json", description = "one JSON object instead of lines")
    private boolean json;

    @Option(names = "--watch", description = "again every second, with trend and time to clear, until Ctrl-C")
    private boolean watch;

    @Override
    public Integer call() throws InterruptedException {
        try (LagSource lag = asked.lag()) {
            show(lag.look());
            while (watch) {
                Thread.sleep(INTERVAL_MILLIS);
                show(lag.look());
            }
        }
        return Exit.DONE;
    }

    private void show(LagReport report) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report.json());
        } else {
            report.lines().forEach(out::println);
        }
        out.flush();
    }
}
