package dev.lagzero.app.http;

import dev.lagzero.capture.entry.Entrance;
import java.util.Optional;

/** Which sources take transactions over HTTP. */
@FunctionalInterface
public interface Entrances {

    /** @return empty when the source is no store of this process, or does not run yet */
    Optional<Entrance> entrance(String source);
}
