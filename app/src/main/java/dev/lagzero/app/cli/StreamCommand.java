package dev.lagzero.app.cli;

import dev.lagzero.app.pipeline.StageKind;
import picocli.CommandLine.Command;

@Command(name = "stream", description = "Maps changes to rows, as a process of its own.")
public final class StreamCommand extends StageCommand {

    @Override
    StageKind stage() {
        return StageKind.STREAM;
    }
}
