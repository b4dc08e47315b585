package dev.lagzero.app.cli;

import dev.lagzero.app.pipeline.StageKind;
import picocli.CommandLine.Command;

@Command(name = "sink", description = "Applies rows to Postgres, as a process of its own.")
public final class SinkCommand extends StageCommand {

    @Override
    StageKind stage() {
        return StageKind.SINK;
    }
}
