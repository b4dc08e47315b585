package dev.lagzero.app.pipeline;

import dev.lagzero.control.lag.Sighting;
import dev.lagzero.control.lag.Standings;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.Map;

/** The stage that fills the target, and what it knows of each source. */
public interface SinkStage extends Stage {

    /** How the target stands now: read from the target, not remembered. */
    Standings standings();

    /** What captures said last, as it reached the target; by source. */
    Map<String, Sighting> heads();

    /** The last transaction of a source that was visible when this stage started. */
    SourcePosition before(String source);

    /** What the target holds now. */
    Holdings holdings();

    /** What arrived with the first copy. */
    Arrival arrival(String source);
}
