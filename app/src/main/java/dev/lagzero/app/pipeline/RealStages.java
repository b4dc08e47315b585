package dev.lagzero.app.pipeline;

import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.app.data.DataDirectory;
import dev.lagzero.capture.Capture;

/** The stages as they are. */
public final class RealStages implements Stages {

    private final Configuration config;
    private final DataDirectory data;
    private final Servers servers;

    public RealStages(Configuration config, DataDirectory data, Servers servers) {
        this.config = config;
        this.data = data;
        this.servers = servers;
    }

    @Override
    public Capture capture(SourceSettings source) {
        throw new UnsupportedOperationException("capture of " + source + config + data + servers);
    }

    @Override
    public Stage stream(SourceSettings source) {
        throw new UnsupportedOperationException("stream");
    }

    @Override
    public SinkStage sink(SourceSettings source) {
        throw new UnsupportedOperationException("sink");
    }
}
