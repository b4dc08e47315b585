package dev.lagzero.bench.load;

import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.bulk.BulkSource;
import dev.lagzero.bench.target.TargetDatabase;
import java.nio.file.Path;

/** One way to get a source into Postgres, with its keys, indexes and references. */
interface Loader {

    String name();

    /** Why it cannot be measured here; empty when it can. */
    default String missing() {
        return "";
    }

    /** What it needs and nobody should pay for. */
    default void prepare(BulkSource source, Path folder) throws Exception {}

    /** Returns when everything is in the target; adds what it measured of itself. */
    void load(BulkSource source, TargetDatabase target, Path folder, Measurements into) throws Exception;
}
