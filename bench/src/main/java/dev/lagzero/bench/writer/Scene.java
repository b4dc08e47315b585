package dev.lagzero.bench.writer;

import dev.lagzero.bench.Measurements;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A capture, and what it has to do while its writers are measured. */
interface Scene {

    /** Loads that are measured between one beginning and end; what is more is measured side by side with no capture. */
    List<List<Load>> groups();

    /** Whether a round before the first warms up what the others meet. */
    default boolean isWarmedUp() {
        return true;
    }

    /** The capture has come to what it has to do. */
    void begin() throws Exception;

    /**
     * What it has to do is over, as far as it must not be paid for by who is measured next.
     *
     * @param logged bytes that were written since the beginning
     */
    void end(double logged, Measurements into) throws Exception;

    /** Everything has arrived, or it throws. */
    void finish() throws Exception;

    /** Ends its processes. */
    void close() throws IOException, InterruptedException;

    /** @param folder of its own */
    static Scene of(Circumstances circumstances, Path folder, WrittenDatabase database) throws Exception {
        return switch (circumstances.during()) {
            case FOLLOWING -> new Following(folder, database);
            case COPY -> new FirstCopy(folder, database);
            case OUTAGE, BACKLOG -> new KafkaAway(circumstances, folder, database);
        };
    }
}
