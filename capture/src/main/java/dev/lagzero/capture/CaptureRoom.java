package dev.lagzero.capture;

import dev.lagzero.capture.follow.Limits;
import dev.lagzero.capture.session.SessionConfig;
import dev.lagzero.capture.shadow.StateDirectory;
import dev.lagzero.schemas.topic.Topics;
import java.nio.file.Path;

/**
 * Where captures keep what they need of their sources.
 *
 * @param dataDirectory keeps page images and spools: about twice the sources' size during the first copies
 * @param alone nobody else in this process opens the sources: SQLite's locks belong to processes, so only then a lock
 *     can be held beside SQLite. It spares busy writers the copying back of their log
 * @param limits how much room following a source may take
 */
public record CaptureRoom(Topics topics, Path dataDirectory, boolean alone, Limits limits) {

    /** Whether no earlier run left anything of a source that could be gone on from. */
    public boolean isNew(String source) {
        return !StateDirectory.isUsed(dataDirectory, source);
    }

    SessionConfig session(SourceConfig source) {
        return new SessionConfig(
                topics, source.name(), source.file(), dataDirectory, source.scope(), source.readOnly(), alone, limits);
    }
}
