package dev.lagzero.control.lag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrackerTest {

    private static final long EPOCH_MILLIS = 1_700_000_000_000L;

    private final Tracker tracker = new Tracker();
    private long clock = 5;

    @Test
    void equalIsExactlyZeroInEveryStage() {
        SourceLag lag = look(head(7, 7), 7, 7);
        assertInstanceOf(LagState.Consistent.class, lag.state());
        assertEquals(Distance.ZERO, lag.progress().orElseThrow().distance());
    }

    @Test
    void anIdleSourceStaysAtZeroForTenMinutes() {
        for (int second = 0; second < 600; second++) {
            clock += 1_000;
            SourceLag lag = look(head(7, 7), 7, 7);
            assertInstanceOf(LagState.Consistent.class, lag.state());
            assertEquals(0, lag.progress().orElseThrow().distance().total().millis());
        }
        clock += 1_000;
        assertEquals(
                1, total(look(head(8, 7), 7, 7)).millis(), "the silence before a commit is no lag; zero means equal");
    }

    @Test
    void secondsRunFromTheCommitOfTheFirstTransactionThatIsMissing() {
        look(head(7, 7), 7, 7);
        clock += 1_000;
        look(head(8, 8), 7, 7);
        clock += 3_000;
        look(head(9, 9), 7, 7);
        clock += 2_000;
        assertEquals(5_000, total(look(head(9, 9), 7, 7)).millis());
        assertEquals(2_000, total(look(head(9, 9), 8, 8)).millis());
        assertEquals(0, total(look(head(9, 9), 9, 9)).millis());
    }

    @Test
    void theStagesAddUpToTheWholeWhateverHappens() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long[] at = {1, 1, 1, 1};
        for (int step = 0; step < 20_000; step++) {
            clock += random.nextInt(400);
            at[0] += random.nextInt(3);
            for (int stage = 1; stage < 4; stage++) {
                at[stage] += random.nextLong(at[stage - 1] - at[stage] + 1);
            }
            SourceLag lag = look(head(at[0], at[1]), at[2], at[3]);
            Distance distance = lag.progress().orElseThrow().distance();
            String when = "seed " + seed + " step " + step;
            assertEquals(at[0] - at[1], distance.capture().transactions(), when);
            assertEquals(at[1] - at[2], distance.stream().transactions(), when);
            assertEquals(at[2] - at[3], distance.sink().transactions(), when);
            assertEquals(at[0] - at[3], distance.total().transactions(), when);
            for (Distance.Part part : List.of(distance.capture(), distance.stream(), distance.sink())) {
                assertTrue(part.millis() >= 0, when);
            }
            assertEquals(at[0] == at[3], lag.state() instanceof LagState.Consistent, when);
            if (at[0] == at[3]) {
                assertEquals(Distance.ZERO, distance, when);
            } else {
                assertTrue(distance.total().millis() > 0, when + ": zero means equal");
            }
        }
    }

    @Test
    void aCoarseMemorySaysRatherTooLongThanTooShort() {
        look(head(1, 1), 1, 1);
        for (int at = 2; at < 5_000; at++) {
            clock += 10;
            look(head(at, at), 1, 1);
        }
        long exact = (4_999 - 2_500) * 10;
        long said = total(look(head(4_999, 4_999), 2_500, 2_500)).millis();
        assertTrue(said >= exact && said <= exact + 500, "said " + said + " of " + exact);
    }

    @Test
    void afterARestartTheWaitIsBoundedByTheCommitBefore() {
        Standing.Motion motion = new Standing.Motion(sourceTime() - 9_000, 0, -1);
        Standing standing = new Standing(at(3), 0, null, null, motion);
        assertEquals(9_000, total(look(head(5, 5), standing, 3, 0)).millis());
    }

    @Test
    void whatDoesNotMoveWhileItIsBehindIsStalled() {
        look(head(7, 7), 7, 7);
        assertInstanceOf(LagState.Behind.class, look(head(8, 8), 7, 7).state());
        clock += Course.PATIENCE_MILLIS - 1;
        assertInstanceOf(LagState.Behind.class, look(head(9, 8), 7, 7).state());
        clock += 1;
        LagState.Stalled stalled =
                assertInstanceOf(LagState.Stalled.class, look(head(9, 8), 7, 7).state());
        assertEquals(Course.PATIENCE_MILLIS, stalled.stillMillis());
        assertInstanceOf(LagState.Behind.class, look(head(9, 8), 8, 7).state(), "the stream moved");
    }

    @Test
    void aCommitAfterALongSilenceIsNotStalled() {
        look(head(7, 7), 7, 7);
        clock += 600_000;
        assertInstanceOf(LagState.Behind.class, look(head(8, 7), 7, 7).state());
    }

    @Test
    void aLoadThatGoesOnIsNotStalled() {
        for (int chunk = 0; chunk < 100; chunk++) {
            clock += 5_000;
            Standing standing =
                    new Standing(SourcePosition.NONE, 0, null, null, new Standing.Motion(-1, chunk * 1_000L, 0));
            assertInstanceOf(
                    LagState.Behind.class, look(head(1, 1), standing, 1, 0).state());
        }
    }

    @Test
    void aFirstLookKnowsFromTheTargetThatNothingMoves() {
        Standing.Motion motion = new Standing.Motion(sourceTime() - 30_000, 0, 25_000);
        Standing standing = new Standing(at(3), 0, null, null, motion);
        assertInstanceOf(
                LagState.Stalled.class, look(head(5, 5), standing, 3, 0).state());
    }

    @Test
    void whatIsAppliedWasMappedAndPublishedWhateverOlderLooksSay() {
        SourceLag lag = look(head(9, 6), 5, 8);
        assertEquals(at(8), lag.progress().orElseThrow().mapped());
        assertEquals(
                "2:8",
                new LagReport(List.of(lag)).json().at("/sources/0/published").asText());
        assertEquals(
                "2:8",
                new LagReport(List.of(lag)).json().at("/sources/0/lag/mapped").asText());
        assertEquals(at(6), look(head(9, 6), 7, 5).progress().orElseThrow().mapped(), "mapped before it was published");
    }

    @Test
    void theUnknownHasNoNumbers() {
        look(head(7, 7), 7, 7);
        SourceLag gone = SourceLag.unknown("s", "capture is down");
        assertTrue(follow(gone, Underway.UNKNOWN, 0).progress().isEmpty());
    }

    @Test
    void rowsAreWhatTheLogHoldsWithoutTheEndsOfTransactions() {
        SourceLag seen = SourceLag.of("s", Optional.of(head(9, 9)), standing(7), sourceTime());
        Underway underway = new Underway(at(8), OptionalLong.of(11), OptionalLong.of(4));
        Distance distance = follow(seen, underway, 0).progress().orElseThrow().distance();
        assertEquals(OptionalLong.of(10), distance.stream().rows());
        assertEquals(OptionalLong.of(3), distance.sink().rows());
        assertEquals(OptionalLong.of(13), distance.total().rows());
        SourceLag more = SourceLag.of("s", Optional.of(head(10, 9)), standing(7), sourceTime());
        assertEquals(
                OptionalLong.empty(),
                follow(more, underway, 0)
                        .progress()
                        .orElseThrow()
                        .distance()
                        .total()
                        .rows());
    }

    @Test
    void theTimeToClearFollowsFromWhatWasCleared() {
        for (int second = 0; second <= 10; second++) {
            clock += 1_000;
            look(head(1_000, 1_000), 1_000, 100L + second * 50);
        }
        Progress progress = look(head(1_000, 1_000), 1_000, 600).progress().orElseThrow();
        assertEquals(-50, progress.perSecond(), 0.01);
        assertEquals(Duration.ofSeconds(8), progress.toClear().orElseThrow());
    }

    @Test
    void aNewEpochCountsOnlyItsOwnTransactions() {
        Head head = new Head("s", new SourcePosition(3, 2), new SourcePosition(3, 1), true, "", "", "i", sourceTime());
        Distance distance =
                look(head, standing(99), 0, 0).progress().orElseThrow().distance();
        assertEquals(2, distance.total().transactions());
        assertEquals(1, distance.capture().transactions());
    }

    private SourceLag look(Head head, long mapped, long applied) {
        return look(head, standing(applied), mapped, 0);
    }

    private SourceLag look(Head head, Standing standing, long mapped, long copied) {
        SourceLag seen = SourceLag.of("s", Optional.of(head), standing, head.observedMillis());
        return follow(seen, new Underway(at(mapped), OptionalLong.empty(), OptionalLong.empty()), copied);
    }

    private SourceLag follow(SourceLag seen, Underway underway, long copied) {
        Tracker.Besides besides = new Tracker.Besides(Map.of("s", underway), Map.of("s", copied));
        return tracker.follow(new LagReport(List.of(seen)), besides, clock)
                .sources()
                .getFirst();
    }

    private static Distance.Part total(SourceLag lag) {
        return lag.progress().orElseThrow().distance().total();
    }

    private Head head(long head, long published) {
        return new Head("s", at(head), at(published), true, "", "", "i", sourceTime());
    }

    /** The source's clock is an hour off, and more. */
    private long sourceTime() {
        return EPOCH_MILLIS + clock;
    }

    private static Standing standing(long applied) {
        return new Standing(at(applied), 0, null, null);
    }

    private static SourcePosition at(long sequence) {
        return new SourcePosition(2, sequence);
    }
}
