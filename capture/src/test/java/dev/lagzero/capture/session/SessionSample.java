package dev.lagzero.capture.session;

import dev.lagzero.capture.diff.CaptureScope;
import dev.lagzero.capture.follow.Limits;
import dev.lagzero.schemas.topic.Topics;
import java.nio.file.Path;

/** A session as tests have it: the whole of a database, with the data directory beside it. */
final class SessionSample {

    private SessionSample() {}

    static SessionConfig config(Path folder, String source) {
        return new SessionConfig(
                new Topics("p"),
                source,
                folder.resolve(source + ".db"),
                folder.resolve("data"),
                CaptureScope.ALL,
                false,
                false,
                Limits.DEFAULT);
    }
}
