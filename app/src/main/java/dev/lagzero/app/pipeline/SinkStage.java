package dev.lagzero.app.pipeline;

import dev.lagzero.app.status.Standing;

/** The stage that fills the target, and what it knows of a source. */
public interface SinkStage extends Stage {

    /** How the target stands now: read from the target, not remembered. */
    Standing standing(String source);

    /** What arrived with the first copy. */
    Arrival arrival(String source);
}
