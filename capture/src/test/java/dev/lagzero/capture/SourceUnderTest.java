package dev.lagzero.capture;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.position.SourcePosition;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A source with the tables {@code notes} and {@code tags} of texts by text, and the means to drive it. */
interface SourceUnderTest {

    /** @param value null to delete */
    record Put(String table, String key, @Nullable String value) {}

    Capture start();

    /** One transaction. */
    void write(List<Put> puts) throws Exception;

    /** All records of the changes topic. */
    List<ChangeEvent> log();

    /** Loses the data directory; nothing runs. */
    void forget() throws Exception;

    default void freeze(Capture capture, Consumer<Capture.Content> reader) {
        capture.freeze(reader);
    }

    default void freeze(Capture capture, SourcePosition at, Duration patience, Consumer<Capture.Content> reader) {
        capture.freeze(at, patience, reader);
    }
}
