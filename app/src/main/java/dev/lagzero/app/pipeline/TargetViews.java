package dev.lagzero.app.pipeline;

import dev.lagzero.control.lag.TargetView;

/** Opens the target for those who watch. */
public final class TargetViews {

    private TargetViews() {}

    public static TargetView open(Credentials credentials, String pipeline) {
        return new PostgresView(credentials, pipeline);
    }
}
