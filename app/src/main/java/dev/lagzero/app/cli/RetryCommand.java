package dev.lagzero.app.cli;

import dev.lagzero.app.config.ConfigException;
import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.pipeline.Retrying;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "retry",
        description = "Tries all parked rows again, with their newest images. Exit code 3 when some are still parked.")
public final class RetryCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOptions config;

    @Override
    public Integer call() {
        Configuration configuration = config.configuration();
        Asking asking = new Asking(configuration);
        long left = Retrying.retry(asking.target().orElseThrow(() -> notRunning(configuration)), asking.projection());
        if (left == 0) {
            spec.commandLine().getOut().println("nothing is parked");
            return Exit.DONE;
        }
        return Failures.tell(
                spec.commandLine().getErr(),
                left + " rows are still parked",
                "the reason stands in lagzero.parked in the target",
                Exit.NOT_MET);
    }

    private static ConfigException notRunning(Configuration configuration) {
        return new ConfigException(
                "nothing runs on " + configuration.data().toAbsolutePath().normalize()
                        + ", and its Postgres only runs with it",
                "start it: lagzero run --source sqlite:FILE");
    }
}
