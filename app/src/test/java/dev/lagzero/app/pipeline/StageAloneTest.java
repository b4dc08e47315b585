package dev.lagzero.app.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.control.lag.LagState;
import dev.lagzero.control.lag.Sighting;
import dev.lagzero.control.lag.SourceLag;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a process that runs one stage knows of lag. */
class StageAloneTest {

    private static final SourceSettings SOURCE = new SourceSettings("sqlite:s.db", null, null, null, null, null, null);

    private final TwinStages stages = new TwinStages();

    @Test
    void captureKnowsTheHeadAndNotWhatIsApplied() {
        try (Pipeline pipeline = Pipeline.start(stages, List.of(SOURCE), List.of(StageKind.CAPTURE))) {
            for (SourceLag lag : List.of(
                    only(pipeline.glance().sources()), only(pipeline.look().sources()), pipeline.position("s", true))) {
                assertInstanceOf(LagState.Unknown.class, lag.state());
                assertEquals(TwinStages.P, lag.head().orElseThrow().head());
            }
            assertTrue(pipeline.trouble().isEmpty());
        }
    }

    @Test
    void theStreamKnowsNeither() {
        try (Pipeline pipeline = Pipeline.start(stages, List.of(SOURCE), List.of(StageKind.STREAM))) {
            assertInstanceOf(
                    LagState.Unknown.class, only(pipeline.glance().sources()).state());
            assertInstanceOf(
                    LagState.Unknown.class, only(pipeline.look().sources()).state());
        }
    }

    @Test
    void theSinkKnowsWhatIsAppliedAndTheHeadThatReachedIt() {
        stages.heads = Map.of("s", sighting(5, 10));
        assertInstanceOf(LagState.Consistent.class, glanceOfSink().state());
        stages.heads = Map.of("s", sighting(6, 10));
        assertInstanceOf(LagState.Behind.class, glanceOfSink().state());
        stages.heads = Map.of("s", sighting(5, 2_001));
        assertInstanceOf(LagState.Unknown.class, glanceOfSink().state(), "its lease is over");
        stages.heads = Map.of();
        assertInstanceOf(LagState.Unknown.class, glanceOfSink().state());
    }

    @Test
    void aLookOfTheSinkTakesNoHeadFromBeforeIt() {
        stages.heads = Map.of("s", sighting(5, 1_990));
        try (Pipeline pipeline = Pipeline.start(stages, List.of(SOURCE), List.of(StageKind.SINK))) {
            assertInstanceOf(
                    LagState.Unknown.class, only(pipeline.look().sources()).state(), "it stays as old as it was");
            stages.heads = Map.of("s", sighting(5, 0));
            assertInstanceOf(
                    LagState.Consistent.class, pipeline.position("s", true).state());
        }
    }

    private SourceLag glanceOfSink() {
        try (Pipeline pipeline = Pipeline.start(stages, List.of(SOURCE), List.of(StageKind.SINK))) {
            return only(pipeline.glance().sources());
        }
    }

    private static SourceLag only(List<SourceLag> all) {
        assertEquals(1, all.size());
        return all.getFirst();
    }

    /** The clock of the source is an hour off. */
    private static Sighting sighting(long sequence, long ageMillis) {
        SourcePosition at = new SourcePosition(1, sequence);
        return new Sighting(
                new Head("s", at, at, true, "", "", "i", System.currentTimeMillis() + 3_600_000), ageMillis);
    }
}
