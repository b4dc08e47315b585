package dev.lagzero.capture.shadow;

import dev.lagzero.capture.spool.Spool;
import dev.lagzero.schemas.position.SourcePosition;
import java.nio.file.Path;

/** The history of a source that nobody has followed yet. */
public final class NewHistory {

    private static final SourcePosition START = new SourcePosition(1, 0);

    private NewHistory() {}

    public static ShadowState state(StateDirectory directory, Path database) {
        return new ShadowState(
                START,
                START,
                0,
                0,
                new ShadowState.Owner("s", database.toString()),
                "me",
                directory.home(),
                "all",
                new ShadowState.Place("topic", 0, 1),
                "");
    }

    public static PageHistory begin(StateDirectory directory, ShadowState state) {
        return PageHistory.begin(directory, state, Spool.open(directory.spool(), START), new PageCache());
    }
}
