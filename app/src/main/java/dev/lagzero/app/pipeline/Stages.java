package dev.lagzero.app.pipeline;

import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.capture.Capture;

/** Starts the stages: a capture for each source, one stream and one sink for all of them. What it returns runs. */
public interface Stages {

    /** Called by several threads. */
    Capture capture(SourceSettings source);

    Stage stream();

    SinkStage sink();
}
