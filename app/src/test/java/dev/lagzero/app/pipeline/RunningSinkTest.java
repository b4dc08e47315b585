package dev.lagzero.app.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.sink.SinkState;
import dev.lagzero.sink.worker.PartitionState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunningSinkTest {

    /** The target answers whoever asks how far it is: without this nobody would learn why it does not move. */
    @Test
    void aSinkThatWaitsWhileTheTargetCanBeAskedSaysWhatFor() {
        Instant since = Instant.parse("2026-11-22T00:00:00Z");
        SinkState state = new SinkState(
                Map.of(
                        0, new PartitionState.Running(List.of()),
                        1, new PartitionState.Waiting("canceling statement due to lock timeout", since, since)),
                Optional.empty(),
                Optional.empty());
        assertEquals(
                List.of("the sink waits since 2026-11-22T00:00:00Z and tries again by itself:"
                        + " canceling statement due to lock timeout"),
                RunningSink.waiting(state).toList());
    }
}
