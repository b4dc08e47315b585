package dev.lagzero.app.pipeline;

import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.capture.Capture;

/** Starts the stages of a source. What it returns runs. */
public interface Stages {

    Capture capture(SourceSettings source);

    Stage stream(SourceSettings source);

    SinkStage sink(SourceSettings source);
}
