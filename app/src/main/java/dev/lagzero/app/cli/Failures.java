package dev.lagzero.app.cli;

import dev.lagzero.app.config.ConfigException;
import dev.lagzero.app.data.DataException;
import dev.lagzero.app.embedded.EmbeddedException;
import dev.lagzero.app.http.PortTakenException;
import dev.lagzero.app.pipeline.StartException;
import dev.lagzero.app.pipeline.TargetSilentException;
import dev.lagzero.capture.CaptureException;
import dev.lagzero.capture.publish.KafkaSilentException;
import dev.lagzero.sink.worker.SinkException;
import dev.lagzero.stream.StreamException;
import dev.lagzero.stream.topics.TopicException;
import java.io.PrintWriter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells people what failed: {@code Error:} says what, {@code Try:} says what to do. */
public final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** What a command threw. */
    public static int execution(Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
        LOG.atError().setCause(thrown).log("failed");
        PrintWriter err = command.getErr();
        return switch (thrown) {
            case ConfigException e -> tell(err, e.getMessage(), e.hint(), Exit.USAGE);
            case DataException e -> tell(err, e.getMessage(), e.hint(), Exit.USAGE);
            case StartException e -> tell(err, e.getMessage(), e.hint(), Exit.FAILED);
            case PortTakenException e ->
                tell(err, e.getMessage(), "choose another port (--http PORT) or none (--http 0)", Exit.FAILED);
            case CaptureException e ->
                tell(err, e.getMessage(), "", e.getCause() instanceof KafkaSilentException ? Exit.FAILED : Exit.USAGE);
            case TopicException e -> tell(err, e.getMessage(), "", Exit.USAGE);
            case EmbeddedException e -> tell(err, e.getMessage(), "", Exit.FAILED);
            case StreamException e -> tell(err, e.getMessage(), "", Exit.FAILED);
            case SinkException e -> tell(err, e.getMessage(), "", Exit.FAILED);
            case TargetSilentException e ->
                tell(err, e.getMessage(), "check that it runs: lagzero status", Exit.FAILED);
            case InterruptedException ignored -> tell(err, "interrupted", "start again: it goes on", Exit.FAILED);
            default -> tell(err, thrown.toString(), "look into the log in the data directory", Exit.FAILED);
        };
    }

    /** What picocli does not understand. */
    public static int usage(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        String help = command.getCommandSpec().qualifiedName() + " --help";
        List<String> meant = wrong instanceof UnmatchedArgumentException unknown ? unknown.getSuggestions() : List.of();
        String hint = meant.isEmpty() ? help : "did you mean " + meant.getFirst() + "? All options: " + help;
        return tell(command.getErr(), wrong.getMessage(), hint, Exit.USAGE);
    }

    /** Something that gave up while it ran. */
    static int whileRunning(Throwable cause, PrintWriter err) {
        LOG.atError().setCause(cause).log("gave up");
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return tell(err, message, "", Exit.FAILED);
    }

    static int tell(PrintWriter err, String message, String hint, int code) {
        err.println("Error: " + message);
        if (!hint.isEmpty()) {
            err.println("Try: " + hint);
        }
        err.flush();
        return code;
    }
}
