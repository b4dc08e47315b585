package dev.lagzero.bench.sink;

import dev.lagzero.bench.process.Usage;
import dev.lagzero.bench.target.TargetDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** One way from a topic into Postgres. */
interface Sink {

    String name();

    /** Why it cannot be measured here, and what to try; empty when it can. */
    default String missing() {
        return "";
    }

    /** How many runs of keys it is given side by side. */
    int partitions();

    /** Begins to write all of the topics into an empty database. */
    Running start(FilledTopics topics, Path folder, TargetDatabase target) throws IOException, SQLException;

    /** A sink at work, in a process of its own. */
    interface Running extends AutoCloseable {

        boolean isAlive();

        Usage usage();

        /** The end of what it complained about. */
        String complaint() throws IOException;

        @Override
        void close() throws IOException;
    }
}
