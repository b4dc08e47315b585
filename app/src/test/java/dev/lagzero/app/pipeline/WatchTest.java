package dev.lagzero.app.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.app.console.Console;
import dev.lagzero.capture.Capture;
import dev.lagzero.control.lag.Standing;
import dev.lagzero.schemas.position.SourcePosition;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchTest {

    private static final SourceSettings SOURCE = new SourceSettings("sqlite:s.db", null, null, null, null, null, null);

    private final TwinStages stages = new TwinStages();
    private final StringWriter said = new StringWriter();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CompletableFuture<Void> server = new CompletableFuture<>();

    @Test
    void equalityEndsARunThatWasToldTo() throws Exception {
        assertInstanceOf(Outcome.CaughtUp.class, run(true));
        assertEquals(Set.of("capture starts", "stream starts"), Set.copyOf(stages.story.subList(0, 2)));
        assertEquals(
                List.of("sink starts", "capture ends", "stream ends", "sink ends"),
                stages.story.subList(2, stages.story.size()));
    }

    @Test
    void equalityEndsNoOtherRun() throws Exception {
        endSoon();
        assertInstanceOf(Outcome.Asked.class, run(false));
    }

    @Test
    void aLagIsWaitedFor() throws Exception {
        stages.standing = new Standing(new SourcePosition(1, 4), 0, null, null);
        endSoon();
        assertInstanceOf(Outcome.Asked.class, run(true));
    }

    @Test
    void parkedRowsEndItShort() throws Exception {
        stages.standing = new Standing(TwinStages.P, 2, null, null);
        Outcome.Short outcome = assertInstanceOf(Outcome.Short.class, run(true));
        assertTrue(outcome.states().getFirst().contains("PARKED: 2 rows"), outcome.toString());
    }

    @Test
    void aBlockedTargetEndsItShortAlsoDuringTheFirstCopy() throws Exception {
        stages.progress = new Capture.Progress("s", 5, 10, false);
        stages.standing = new Standing(SourcePosition.NONE, 0, "drop view v", null);
        assertInstanceOf(Outcome.Short.class, run(true));
    }

    @Test
    void anUnknownStateIsNoEquality() throws Exception {
        stages.standing = new Standing(TwinStages.P, 0, null, "a hole");
        endSoon();
        assertInstanceOf(Outcome.Asked.class, run(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "capture", "sink"})
    void aPartThatGivesUpEndsTheRunWithItsCause(String which) throws Exception {
        CompletableFuture<Void> part =
                switch (which) {
                    case "server" -> server;
                    case "capture" -> stages.captureStopped;
                    default -> stages.sinkStopped;
                };
        IllegalStateException cause = new IllegalStateException("gave up");
        part.completeExceptionally(cause);
        assertSame(cause, assertInstanceOf(Outcome.Failed.class, run(true)).cause());
    }

    @Test
    void ofSeveralSourcesOneThatStopsLeavesTheOthers() throws Exception {
        SourceSettings other = new SourceSettings("sqlite:t.db", null, null, null, null, null, null);
        stages.captureStopped.completeExceptionally(new IllegalStateException("s gave up."));
        stages.healthy = "t";
        endSoon();
        try (Pipeline pipeline = Pipeline.start(stages, List.of(SOURCE, other), StageKind.ALL)) {
            Watch watch = new Watch(pipeline, List.of(server), new Console(new PrintWriter(said), false), asked);
            assertInstanceOf(Outcome.Asked.class, watch.run(false));
            assertInstanceOf(
                    dev.lagzero.control.lag.LagState.Unknown.class,
                    pipeline.look().sources().getFirst().state());
            assertInstanceOf(
                    dev.lagzero.control.lag.LagState.Consistent.class,
                    pipeline.look().sources().getLast().state());
            assertInstanceOf(Outcome.Failed.class, watch.run(true));
        }
        assertEquals("s  stopped: s gave up. The other sources go on.\n", said.toString());
    }

    @Test
    void theFirstCopyIsReportedAtItsEndAlsoWhenItWasOverBeforeAnybodyWatched() throws Exception {
        stages.before = SourcePosition.NONE;
        assertInstanceOf(Outcome.CaughtUp.class, run(true));
        String text = said.toString();
        assertTrue(text.contains("s  10 rows read"), text);
        assertTrue(text.contains("artist   275  id bigint"), text);
        assertTrue(text.contains("set aside  fk of album"), text);
        assertTrue(text.contains("notice     view v is not replicated"), text);
        assertEquals(2, text.split("CONSISTENT", -1).length, "a run that ends when all is equal says so once: " + text);
    }

    @Test
    void whatArrivedIsToldLaterWhenItCannotBeReadNow() throws Exception {
        stages.before = SourcePosition.NONE;
        stages.silentArrivals = 3;
        assertInstanceOf(Outcome.CaughtUp.class, run(true));
        assertEquals(1, said.toString().split("first copy applied", -1).length - 1, said.toString());
        assertTrue(said.toString().contains("artist   275  id bigint"), said.toString());
    }

    @Test
    void aRunEndsAlsoWhenWhatArrivedCanNeverBeTold() throws Exception {
        stages.before = SourcePosition.NONE;
        stages.silentArrivals = Integer.MAX_VALUE;
        assertInstanceOf(Outcome.CaughtUp.class, run(true));
        assertTrue(said.toString().contains("what has arrived cannot be told: "), said.toString());
    }

    @Test
    void aRunThatGoesOnTellsTheStateAfterTheFirstCopy() throws Exception {
        stages.before = SourcePosition.NONE;
        endSoon();
        assertInstanceOf(Outcome.Asked.class, run(false));
        String text = said.toString();
        assertTrue(text.contains("s  CONSISTENT at 1:5"), text);
        assertTrue(text.indexOf("CONSISTENT") < text.indexOf("artist"), "nobody waits for the counting: " + text);
    }

    /** A sink ends when its target has done what it is at, and that may take longer than the reader's patience. */
    @Test
    void equalityIsToldBeforeAnythingIsPutDown() throws Exception {
        try (Pipeline pipeline = Pipeline.start(stages, List.of(SOURCE), StageKind.ALL)) {
            new Watch(pipeline, List.of(server), new Console(new PrintWriter(said), false), asked).run(true);
            assertTrue(said.toString().contains("CONSISTENT at 1:5"), said.toString());
            assertFalse(stages.story.stream().anyMatch(each -> each.endsWith("ends")), stages.story.toString());
        }
    }

    @Test
    void aRunThatGoesOnReportsNoFirstCopy() throws Exception {
        assertInstanceOf(Outcome.CaughtUp.class, run(true));
        assertTrue(said.toString().matches("s  CONSISTENT at 1:5, as of .*\\R"), said.toString());
    }

    @Test
    void aRunThatCatchesUpWaitsForTheFirstCopy() throws Exception {
        stages.before = SourcePosition.NONE;
        stages.progress = new Capture.Progress("s", 5, 10, false);
        endSoon();
        assertInstanceOf(Outcome.Asked.class, run(true));
    }

    @Test
    void ofSeveralSourcesOneThatDoesNotStartLeavesTheOthersAndStaysNamed() throws Exception {
        SourceSettings other = new SourceSettings("sqlite:t.db", null, null, null, null, null, null);
        stages.refused = "t";
        endSoon();
        try (Pipeline pipeline = Pipeline.start(stages, List.of(SOURCE, other), StageKind.ALL)) {
            Watch watch = new Watch(pipeline, List.of(server), new Console(new PrintWriter(said), false), asked);
            assertInstanceOf(Outcome.Asked.class, watch.run(false));
            assertEquals(
                    "no source t",
                    pipeline.look().sources().getLast().sentence().replaceFirst(".*: ", ""));
        }
        assertEquals("t  stopped: no source t The other sources go on.\n", said.toString());
    }

    @Test
    void whenNoSourceStartsNothingGoesOn() {
        stages.refused = "s";
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> Pipeline.start(stages, List.of(SOURCE), StageKind.ALL));
        assertEquals("no source s", refused.getMessage());
        assertEquals(List.of("stream starts", "stream ends"), stages.story);
    }

    @Test
    void aFreshPositionIsLookedForAndTheOtherIsRemembered() {
        stages.fresh = TwinStages.P.next();
        try (Pipeline pipeline = Pipeline.start(stages, List.of(SOURCE), StageKind.ALL)) {
            assertEquals(
                    stages.fresh,
                    pipeline.position("s", true).head().orElseThrow().head());
            assertEquals(
                    TwinStages.P,
                    pipeline.position("s", false).head().orElseThrow().head());
        }
    }

    @Test
    void whatWasStartedBeforeAFailureIsStopped() {
        stages.sinkRefuses = new IllegalStateException("refused");
        assertThrows(IllegalStateException.class, () -> run(true));
        assertEquals(Set.of("capture starts", "stream starts"), Set.copyOf(stages.story.subList(0, 2)));
        assertEquals(List.of("capture ends", "stream ends"), stages.story.subList(2, stages.story.size()));
    }

    private Outcome run(boolean untilCaughtUp) throws InterruptedException {
        try (Pipeline pipeline = Pipeline.start(stages, List.of(SOURCE), StageKind.ALL)) {
            return new Watch(pipeline, List.of(server), new Console(new PrintWriter(said), false), asked)
                    .run(untilCaughtUp);
        }
    }

    private void endSoon() {
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            asked.countDown();
        });
    }
}
