package dev.lagzero.app.status;

import dev.lagzero.schemas.head.Head;
import java.util.Map;

/** The target as those read it who watch, from any process. */
public interface TargetView extends AutoCloseable {

    /** By source; a source that the target has never heard of is missing. */
    Map<String, Standing> standings();

    /** What capture said last, by source. */
    Map<String, Head> heads();

    /** Tries all parked rows again, with their newest images; returns how many are parked after that. */
    long retry();

    @Override
    void close();
}
