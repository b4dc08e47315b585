package dev.lagzero.app.cli;

import dev.lagzero.app.pipeline.StageKind;
import picocli.CommandLine.Command;

@Command(name = "capture", description = "Follows sources into the changes topic, as a process of its own.")
public final class CaptureCommand extends StageCommand {

    @Override
    StageKind stage() {
        return StageKind.CAPTURE;
    }
}
