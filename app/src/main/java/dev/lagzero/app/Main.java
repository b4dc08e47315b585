package dev.lagzero.app;

import dev.lagzero.app.cli.CaptureCommand;
import dev.lagzero.app.cli.Failures;
import dev.lagzero.app.cli.ImportCommand;
import dev.lagzero.app.cli.InitCommand;
import dev.lagzero.app.cli.MappingCommand;
import dev.lagzero.app.cli.RejectsCommand;
import dev.lagzero.app.cli.ResetCommand;
import dev.lagzero.app.cli.RetryCommand;
import dev.lagzero.app.cli.RunCommand;
import dev.lagzero.app.cli.SinkCommand;
import dev.lagzero.app.cli.StatusCommand;
import dev.lagzero.app.cli.StreamCommand;
import dev.lagzero.app.cli.WaitCommand;
import dev.lagzero.app.crash.CrashPoint;
import dev.lagzero.app.embedded.BrokerWarmUp;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program. */
@Command(
        name = "lagzero",
        mixinStandardHelpOptions = true,
        version = "lagzero 0.1.0",
        description = "Follows SQLite databases into Kafka and Postgres, exactly, and says how far it is.",
        footer = {
            "",
            "Exit codes: 0 done, 1 failed while running, 2 wrong usage or configuration, 3 a condition not met."
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Main {

    /** In the order of the help. */
    private static final List<Class<?>> COMMANDS = List.of(
            RunCommand.class,
            StatusCommand.class,
            WaitCommand.class,
            RejectsCommand.class,
            RetryCommand.class,
            InitCommand.class,
            MappingCommand.class,
            ResetCommand.class,
            ImportCommand.class,
            CaptureCommand.class,
            StreamCommand.class,
            SinkCommand.class);

    private Main() {}

    public static void main(String[] args) {
        Optional.ofNullable(System.getenv(CrashPoint.VARIABLE))
                .map(CrashPoint::parse)
                .ifPresent(CrashPoint::arm);
        BrokerWarmUp.begin(args);
        System.exit(run(args, writer(System.out), writer(System.err)));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** Runs a command to its end and returns the exit code. */
    public static int run(String[] args, PrintWriter out, PrintWriter err) {
        CommandLine command = new CommandLine(new Main());
        meant(args).forEach(command::addSubcommand);
        command.getSubcommands().values().forEach(each -> each.getCommandSpec().mixinStandardHelpOptions(true));
        // Told to the commands as well: to those that are there by now.
        command.setOut(out)
                .setErr(err)
                .setParameterExceptionHandler(Failures::usage)
                .setExecutionExceptionHandler(Failures::execution);
        if (args.length == 0) {
            command.usage(err);
            return CommandLine.ExitCode.USAGE;
        }
        return command.execute(args);
    }

    /** To make a command takes time at every start: it is made alone when it is named first, else all are, for help and guesses. */
    private static List<Class<?>> meant(String[] args) {
        return COMMANDS.stream()
                .filter(command -> args.length > 0
                        && command.getAnnotation(Command.class).name().equals(args[0]))
                .findFirst()
                .<List<Class<?>>>map(List::of)
                .orElse(COMMANDS);
    }
}
