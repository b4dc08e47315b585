package dev.lagzero.app.cli;

import dev.lagzero.app.pipeline.Outcome;
import picocli.CommandLine;

/** Tells how a run ended, and with which exit code. */
final class Endings {

    private Endings() {}

    static int tell(Outcome outcome, CommandLine command) {
        return switch (outcome) {
            case Outcome.CaughtUp ignored -> Exit.DONE;
            case Outcome.Short reached ->
                Failures.tell(
                        command.getErr(),
                        "not equal: " + String.join("; ", reached.states()),
                        "look into lagzero.parked in the target, mend the rows in the source or the target, then: lagzero retry",
                        Exit.NOT_MET);
            case Outcome.Asked ignored -> Exit.DONE;
            case Outcome.Failed failed -> Failures.whileRunning(failed.cause(), command.getErr());
        };
    }
}
