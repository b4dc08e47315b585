package dev.lagzero.sink.gather;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.target.Target.Applied;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GathererTest {

    private static final Story A = new Story("a");
    private static final Story B = new Story("b");
    private static final SourcePosition TWO = new SourcePosition(1, 2);
    private static final SourcePosition THREE = new SourcePosition(1, 3);
    private static final SourcePosition FOUR = new SourcePosition(1, 4);
    private static final long ROOMY = 1 << 20;

    private long offset = 100;
    private final Gatherer gatherer = inEpochOne(ROOMY);

    private static Gatherer inEpochOne(long largeWeight) {
        Applied applied = new Applied(new SourcePosition(1, 1), 1);
        return new Gatherer(Map.of("a", applied, "b", applied), new Gatherer.Start(100, true), largeWeight);
    }

    private List<Step> take(Gatherer by, RowEvent... events) {
        List<Step> steps = new ArrayList<>();
        for (RowEvent event : events) {
            steps.addAll(by.take(offset++, event));
        }
        return steps;
    }

    private List<Step> take(RowEvent... events) {
        return take(gatherer, events);
    }

    private static List<SourcePosition> whole(List<Step> steps) {
        return steps.stream()
                .filter(Step.Whole.class::isInstance)
                .map(step -> ((Step.Whole) step).transaction().ended().position())
                .toList();
    }

    private String onlyHole() {
        assertEquals(1, gatherer.holes().size(), gatherer.holes()::toString);
        return gatherer.holes().getFirst().detail();
    }

    @Test
    void aTransactionComesOutWhenItsEndComes() {
        assertEquals(List.of(), take(A.upsert(TWO, 0, 1, "x"), A.upsert(TWO, 1, 2, "y")));
        List<Step> steps = take(A.end(TWO, 2));
        Step.Whole whole = assertInstanceOf(Step.Whole.class, steps.getFirst());
        assertEquals(2, whole.transaction().parts().size());
        assertEquals(2, whole.rows());
    }

    @Test
    void anEmptyTransactionIsABareEnd() {
        assertEquals(List.of(TWO, THREE), whole(take(A.end(TWO, 0), A.end(THREE, 0))));
    }

    @Test
    void readingOnStartsAtTheFirstRecordOfTheOldestIncompleteTransaction() {
        take(A.end(TWO, 0), B.upsert(TWO, 0, 1, "x"), A.upsert(THREE, 0, 1, "x"), A.end(THREE, 1));
        assertEquals(101, gatherer.nextOffset());
        take(B.end(TWO, 1));
        assertEquals(105, gatherer.nextOffset());
        gatherer.reached(107);
        assertEquals(107, gatherer.nextOffset());
    }

    @Test
    void whatIsAppliedAlreadyFalls() {
        SourcePosition one = new SourcePosition(1, 1);
        assertEquals(List.of(), take(A.claim(1), A.upsert(one, 0, 1, "x"), A.end(one, 1)));
        assertEquals(103, gatherer.nextOffset());
        assertEquals(List.of(), gatherer.holes());
    }

    @Test
    void aTransactionThatComesAgainCountsOnce() {
        RowEvent first = A.upsert(TWO, 0, 1, "x");
        RowEvent end = A.end(TWO, 1);
        assertEquals(List.of(TWO), whole(take(first, first, end, first, end)));
    }

    @Test
    void anInterruptedTransactionIsCompletedByItsSecondCopy() {
        RowEvent first = A.upsert(TWO, 0, 1, "x");
        List<Step> steps = take(first, A.upsert(TWO, 1, 2, "y"), first, A.upsert(TWO, 1, 2, "y"), A.end(TWO, 2));
        assertEquals(2, ((Step.Whole) steps.getFirst()).transaction().parts().size());
        assertEquals(105, gatherer.nextOffset());
    }

    @Test
    void aCaptureMayGoOnWithAHalfPublishedTransaction() {
        take(A.upsert(TWO, 0, 1, "x"));
        take(B.end(TWO, 0));
        assertEquals(List.of(TWO), whole(take(A.upsert(TWO, 1, 2, "y"), A.end(TWO, 2))));
    }

    @Test
    void twoStreamsThatWriteAtOnceChangeNothing() {
        RowEvent first = A.upsert(TWO, 0, 1, "x");
        RowEvent second = A.upsert(TWO, 1, 2, "y");
        RowEvent end = A.end(TWO, 2);
        RowEvent next = A.end(THREE, 0);
        assertEquals(List.of(TWO, THREE), whole(take(first, first, second, end, second, next, end, next)));
    }

    @Test
    void aMissingTransactionStopsItsSourceAndNoOther() {
        take(A.end(THREE, 0), B.end(TWO, 0), A.end(FOUR, 0), B.end(THREE, 0));
        assertEquals("a record of 1:3 came (offset 100)", onlyHole());
        assertEquals(TWO, gatherer.holes().getFirst().expected());
        assertEquals(100, gatherer.nextOffset());
    }

    @Test
    void aHoleIsSeenAgainByWhoeverReadsOn() {
        take(A.end(THREE, 0), B.end(TWO, 0));
        offset = gatherer.nextOffset();
        Gatherer later = new Gatherer(
                Map.of("a", new Applied(new SourcePosition(1, 1), 1), "b", new Applied(TWO, 1)),
                new Gatherer.Start(offset, true),
                ROOMY);
        take(later, A.end(THREE, 0), B.end(TWO, 0));
        assertEquals(gatherer.holes(), later.holes());
    }

    @Test
    void aHoleHealsWhenWhatWasMissingComes() {
        take(A.end(THREE, 0));
        assertEquals(List.of(TWO, THREE), whole(take(A.end(TWO, 0), A.end(THREE, 0))));
        assertEquals(List.of(), gatherer.holes());
        assertEquals(103, gatherer.nextOffset());
    }

    @Test
    void aMissingPartIsAHole() {
        assertEquals(
                List.of(), take(A.upsert(TWO, 0, 1, "x"), A.upsert(TWO, 2, 3, "z"), A.end(TWO, 3), A.end(THREE, 0)));
        assertEquals("part 2 came where part 1 was due (offset 101)", onlyHole());
        assertEquals(100, gatherer.nextOffset());
    }

    @Test
    void anEndThatCountsMoreThanCameIsAHole() {
        assertEquals(List.of(), take(A.upsert(TWO, 0, 1, "x"), A.end(TWO, 2)));
        assertEquals("it ends after 1 parts and says that it has 2 (offset 101)", onlyHole());
    }

    @Test
    void anEndThatCountsLessThanCameIsAHole() {
        assertEquals(List.of(), take(A.upsert(TWO, 0, 1, "x"), A.upsert(TWO, 1, 1, "y"), A.end(TWO, 1)));
        assertEquals("it ends after 2 parts and says that it has 1 (offset 102)", onlyHole());
    }

    @Test
    void anEpochThatNobodyClaimedIsAHole() {
        take(A.end(new SourcePosition(2, 1), 0));
        assertTrue(onlyHole().contains("nobody claimed epoch 2"), this::onlyHole);
    }

    @Test
    void aClaimCutsOffTheTransactionsOfLowerEpochs() {
        List<Step> steps = take(
                A.upsert(TWO, 0, 1, "old"), A.claim(2), A.upsert(TWO, 1, 2, "zombie"), A.end(TWO, 2), A.end(THREE, 0));
        assertEquals(List.of(new Step.Claim("a", 2, 101)), steps);
        assertEquals(105, gatherer.nextOffset());
        assertEquals(List.of(), gatherer.holes());
    }

    @Test
    void anEpochBeginsWithItsSnapshot() {
        take(A.claim(2), A.end(new SourcePosition(2, 2), 0));
        assertEquals(new SourcePosition(2, 1), gatherer.holes().getFirst().expected());
    }

    @Test
    void aClaimIsTakenOnceAndClosesHoles() {
        take(A.end(THREE, 0));
        assertEquals(List.of(new Step.Claim("a", 2, 101)), take(A.claim(2), A.claim(1), A.claim(2)));
        assertEquals(List.of(), gatherer.holes());
    }

    @Test
    void aSnapshotIsNeverHeld() {
        take(A.claim(2));
        SourcePosition one = new SourcePosition(2, 1);
        RowEvent.Part first = A.define(one, 0);
        List<Step> steps = take(first, A.end(one, 1));
        assertEquals(
                List.of(
                        new Step.LargeOpened("a", one, true, 101),
                        new Step.LargePart(first, 101),
                        new Step.LargeEnded((RowEvent.Ended) A.end(one, 1))),
                steps);
    }

    @Test
    void anEmptySnapshotIsOpenedAndEnded() {
        SourcePosition one = new SourcePosition(2, 1);
        assertEquals(3, take(A.claim(2), A.end(one, 0)).size());
    }

    @Test
    void aTransactionThatGrowsTooHeavyIsPassedOnPartByPart() {
        Gatherer tight = inEpochOne(800);
        List<Step> steps = new ArrayList<>();
        for (int part = 0; part < 5; part++) {
            steps.addAll(take(tight, A.upsert(TWO, part, part, "some text")));
        }
        steps.addAll(take(tight, A.end(TWO, 5)));
        assertEquals(new Step.LargeOpened("a", TWO, false, 100), steps.getFirst());
        assertEquals(7, steps.size());
        for (int part = 0; part < 5; part++) {
            assertEquals(100 + part, ((Step.LargePart) steps.get(part + 1)).offset());
        }
        assertInstanceOf(Step.LargeEnded.class, steps.getLast());
        assertEquals(106, tight.nextOffset());
    }

    @Test
    void theHeaviestOfManyIncompleteTransactionsMakesRoom() {
        Gatherer tight = inEpochOne(3_000);
        List<Step> steps = take(
                tight, A.upsert(TWO, 0, 1, "x".repeat(2_000)), B.upsert(TWO, 0, 1, "y".repeat(500)), A.end(TWO, 1));
        assertEquals("a", ((Step.LargeOpened) steps.getFirst()).source());
        assertEquals(List.of(TWO), whole(take(tight, B.end(TWO, 1))));
    }

    @Test
    void aLargeTransactionIsDroppedByAClaimAndByAHole() {
        Gatherer tight = inEpochOne(1);
        assertEquals(
                new Step.LargeDropped("a"),
                take(tight, A.upsert(TWO, 0, 1, "x"), A.claim(2)).get(2));
        assertEquals(
                new Step.LargeDropped("b"),
                take(tight, B.upsert(TWO, 0, 1, "x"), B.upsert(TWO, 2, 1, "x")).getLast());
    }

    @Test
    void aTopicThatWasDerivedAgainCatchesUp() {
        Applied applied = new Applied(new SourcePosition(2, 2), 2);
        Gatherer anew = new Gatherer(Map.of("a", applied), new Gatherer.Start(0, false), ROOMY);
        take(anew, A.claim(1), A.end(new SourcePosition(1, 1), 0));
        assertEquals(1, anew.holes().size());
        take(anew, A.claim(2), A.end(new SourcePosition(2, 1), 0), A.end(new SourcePosition(2, 2), 0));
        assertEquals(List.of(), anew.holes());
        assertEquals(List.of(new SourcePosition(2, 3)), whole(take(anew, A.end(new SourcePosition(2, 3), 0))));
    }

    @Test
    void aTopicWhoseEpochsBeganAnewIsAHoleAndNotSilence() {
        Applied applied = new Applied(new SourcePosition(2, 2), 2);
        Gatherer anew = new Gatherer(Map.of("a", applied), new Gatherer.Start(0, false), ROOMY);
        assertEquals(List.of(), take(anew, A.claim(1), A.end(new SourcePosition(1, 1), 0)));
        assertTrue(anew.holes().getFirst().detail().contains("made anew and is at epoch 1"));
        assertEquals(100, anew.nextOffset());
    }

    @Test
    void aSourceThatIsNewBeginsWithAClaim() {
        Story fresh = new Story("fresh");
        List<Step> steps = take(fresh.claim(1));
        for (RowEvent event : fresh.snapshot(1, Collections.singletonMap(1L, "x"))) {
            steps.addAll(take(event));
        }
        assertEquals(5, steps.size(), steps::toString);
        assertEquals(List.of(), gatherer.holes());
    }
}
