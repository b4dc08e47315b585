package dev.lagzero.control.lag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LagRuleTest {

    private static final long NOW = 1_000_000;
    private static final SourcePosition P = new SourcePosition(2, 17);

    @Test
    void equalPositionsAreConsistentAsOfTheLook() {
        assertEquals(new LagState.Consistent(P, NOW - 10), rule(head(P, true, "", NOW - 10), standing(P, 0)));
    }

    @Test
    void nothingHeardIsUnknown() {
        assertInstanceOf(LagState.Unknown.class, LagRule.of(Optional.empty(), standing(P, 0), NOW));
    }

    @Test
    void aHeadIsWorthNothingAfterItsLease() {
        Head atTheEdge = head(P, true, "", NOW - Head.LEASE_MILLIS);
        Head over = head(P, true, "", NOW - Head.LEASE_MILLIS - 1);
        assertInstanceOf(LagState.Consistent.class, rule(atTheEdge, standing(P, 0)));
        assertInstanceOf(LagState.Unknown.class, rule(over, standing(P, 0)));
    }

    @Test
    void whatCaptureCannotVouchForIsUnknownWithItsCause() {
        assertEquals(new LagState.Unknown("disk full"), rule(head(P, true, "disk full", NOW), standing(P, 0)));
    }

    @Test
    void changesThatAreSeenButNotNumberedAreBehind() {
        assertInstanceOf(LagState.Behind.class, rule(head(P, false, "", NOW), standing(P, 0)));
    }

    @Test
    void aLowerWatermarkIsBehindAlsoFromAnEpochBefore() {
        assertEquals(
                new LagState.Behind(new SourcePosition(2, 16), P, NOW),
                rule(head(P, true, "", NOW), standing(new SourcePosition(2, 16), 0)));
        assertInstanceOf(LagState.Behind.class, rule(head(P, true, "", NOW), standing(new SourcePosition(1, 99), 0)));
    }

    @Test
    void beforeTheFirstTransactionNothingIsEqual() {
        SourcePosition claimed = new SourcePosition(2, 0);
        assertInstanceOf(LagState.Behind.class, rule(head(claimed, true, "", NOW), standing(claimed, 0)));
        assertInstanceOf(
                LagState.Behind.class,
                rule(head(SourcePosition.NONE, true, "", NOW), standing(SourcePosition.NONE, 0)));
    }

    @Test
    void aTargetAheadOfItsSourceIsUnknown() {
        assertInstanceOf(LagState.Unknown.class, rule(head(P, true, "", NOW), standing(P.next(), 0)));
    }

    @Test
    void aParkedRowIsNotEqual() {
        assertEquals(new LagState.Parked(P, 3, NOW), rule(head(P, true, "", NOW), standing(P, 3)));
    }

    @Test
    void rowsOnTheirWayComeBeforeParkedOnes() {
        assertInstanceOf(LagState.Behind.class, rule(head(P.next(), true, "", NOW), standing(P, 3)));
    }

    @Test
    void aBlockedTargetSaysWhatToDo() {
        Standing blocked = new Standing(P, 0, "drop view v", null);
        assertEquals(new LagState.Blocked("drop view v"), rule(head(P.next(), true, "", NOW), blocked));
    }

    @Test
    void whatIsEqualIsNotBlockedByWhatBlocksAnother() {
        Standing blocked = new Standing(P, 0, "drop view v", null);
        assertEquals(new LagState.Consistent(P, NOW), rule(head(P, true, "", NOW), blocked));
    }

    @Test
    void aHoleIsUnknownWhateverTheRest() {
        Standing broken = new Standing(P, 0, "blocked", "2:18 is missing");
        assertEquals(new LagState.Unknown("2:18 is missing"), rule(head(P, true, "", NOW), broken));
    }

    @Test
    void onlyAllConsistentIsConsistent() {
        SourceLag good = SourceLag.of("a", Optional.of(head(P, true, "", NOW)), standing(P, 0), NOW);
        SourceLag parked = SourceLag.of("b", Optional.of(head(P, true, "", NOW)), standing(P, 1), NOW);
        assertTrue(new LagReport(List.of(good)).consistent());
        assertEquals(false, new LagReport(List.of(good, parked)).consistent());
        assertEquals(false, new LagReport(List.of()).consistent());
    }

    @Test
    void everyStateSurvivesTheWayThroughJson() {
        List<Standing> standings = List.of(
                standing(P, 0),
                standing(P, 4),
                standing(new SourcePosition(1, 1), 0),
                new Standing(new SourcePosition(1, 1), 0, "act", null),
                new Standing(P, 0, null, "hole"));
        LagReport report = new LagReport(standings.stream()
                .map(standing -> SourceLag.of("s", Optional.of(head(P, true, "", NOW)), standing, NOW))
                .toList());
        LagReport read = LagReport.parse(report.json());
        assertEquals(
                report.sources().stream().map(SourceLag::state).toList(),
                read.sources().stream().map(SourceLag::state).toList());
        assertEquals(report.lines(), read.lines());
    }

    @Test
    void theSentencesArePlain() {
        assertEquals(
                "CONSISTENT at 2:17, as of 1970-01-01T00:16:40Z",
                SourceLag.of("s", Optional.of(head(P, true, "", NOW)), standing(P, 0), NOW)
                        .sentence());
        assertEquals(
                "PARKED: 2 rows parked at 2:17, as of 1970-01-01T00:16:40Z",
                SourceLag.of("s", Optional.of(head(P, true, "", NOW)), standing(P, 2), NOW)
                        .sentence());
    }

    private static LagState rule(Head head, Standing standing) {
        return LagRule.of(Optional.of(head), standing, NOW);
    }

    private static Standing standing(SourcePosition applied, long parked) {
        return new Standing(applied, parked, null, null);
    }

    private static Head head(SourcePosition at, boolean current, String cause, long observed) {
        return new Head("s", at, at, current, "", cause, "i", observed);
    }
}
