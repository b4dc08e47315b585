package dev.lagzero.capture.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.json.Stamp;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TailTest {

    private final TailScan scan = new TailScan("s", Tail.EMPTY);
    private long offset;

    private void claim(long epoch, String instance) {
        accept(new Stamp("s", new SourcePosition(epoch, 0), Stamp.Kind.CLAIM, -1, 0, -1, instance));
    }

    private void part(String position, long ordinal) {
        accept(new Stamp("s", SourcePosition.parse(position), Stamp.Kind.PART, ordinal, 1, -1, ""));
    }

    private void end(String position, long parts) {
        accept(new Stamp("s", SourcePosition.parse(position), Stamp.Kind.END, -1, 0, parts, ""));
    }

    private void accept(Stamp stamp) {
        scan.accept(offset++, stamp);
    }

    private void assertTail(String last, long parts) {
        assertEquals(SourcePosition.parse(last), scan.tail().last());
        assertEquals(parts, scan.tail().parts());
    }

    @Test
    void wholeTransactionsCountAndTheRestIsPartsOfTheNext() {
        claim(1, "a");
        part("1:1", 0);
        part("1:1", 1);
        end("1:1", 2);
        end("1:2", 0);
        long behind = offset;
        part("1:3", 0);
        assertTail("1:2", 1);
        assertEquals(behind, scan.tail().behind());
        assertFalse(scan.tail().broken());
    }

    @Test
    void repeatedRecordsAreSkipped() {
        claim(1, "a");
        part("1:1", 0);
        part("1:1", 1);
        part("1:1", 0);
        part("1:1", 1);
        end("1:1", 2);
        end("1:1", 2);
        part("1:1", 1);
        assertTail("1:1", 0);
        assertFalse(scan.tail().broken());
    }

    @Test
    void aHigherClaimCutsOffWhatWasOpenAndAZombieIsNotHeard() {
        claim(1, "a");
        part("1:1", 0);
        claim(2, "b");
        part("1:1", 1);
        end("1:1", 2);
        end("2:1", 0);
        assertTail("2:1", 0);
        claim(2, "c");
        claim(1, "d");
        assertEquals("b", scan.tail().instance());
        assertTail("2:1", 0);
    }

    @Test
    void otherSourcesDoNotCount() {
        claim(1, "a");
        accept(new Stamp("t", new SourcePosition(9, 0), Stamp.Kind.CLAIM, -1, 0, -1, "x"));
        assertEquals(1, scan.tail().epoch());
    }

    @Test
    void aMissingPartOrTransactionBreaksTheEpoch() {
        claim(1, "a");
        part("1:1", 1);
        assertTrue(scan.tail().broken());
        claim(2, "a");
        assertFalse(scan.tail().broken());
        end("2:2", 0);
        assertTrue(scan.tail().broken());
        claim(3, "a");
        part("3:1", 0);
        end("3:1", 2);
        assertTrue(scan.tail().broken());
    }

    private static Tail tail(String last, long parts) {
        return new Tail("me", SourcePosition.parse(last), parts, 10, false);
    }

    private static Resume.Local local(String shadow, String newest) {
        return new Resume.Local("me", SourcePosition.parse(shadow), SourcePosition.parse(newest), true, null);
    }

    private static Resume decide(Resume.Local local, Tail tail) {
        return Resume.decide(Optional.of(local), tail);
    }

    @Test
    void anEpochGoesOnWhereTheLogEndsBetweenShadowAndSpool() {
        assertEquals(new Resume.Continue(SourcePosition.parse("2:5"), 3), decide(local("2:4", "2:6"), tail("2:5", 3)));
        assertEquals(new Resume.Continue(SourcePosition.parse("2:5"), 0), decide(local("2:5", "2:5"), tail("2:5", 0)));
        assertEquals(new Resume.Continue(SourcePosition.parse("2:0"), 0), decide(local("2:0", "2:0"), tail("2:0", 0)));
    }

    @Test
    void anythingElseClaimsAboveAllThatIsKnown() {
        assertClaims(1, Resume.decide(Optional.empty(), Tail.EMPTY));
        assertClaims(8, Resume.decide(Optional.empty(), tail("7:1", 0)));
        assertClaims(3, decide(local("2:4", "2:6"), tail("2:3", 0)));
        assertClaims(3, decide(local("2:4", "2:6"), tail("2:7", 0)));
        assertClaims(3, decide(local("2:4", "2:6"), tail("2:6", 1)));
        assertClaims(4, decide(local("2:4", "2:6"), tail("3:1", 0)));
        assertClaims(3, decide(local("2:4", "2:6"), Tail.EMPTY));
        Tail others = new Tail("other", SourcePosition.parse("2:5"), 0, 10, false);
        assertClaims(3, decide(local("2:4", "2:6"), others));
        assertClaims(3, decide(local("2:4", "2:6"), new Tail("me", SourcePosition.parse("2:5"), 0, 10, true)));
    }

    @Test
    void halfATransactionIsNotContinuedByAnotherDecoder() {
        Resume.Local older =
                new Resume.Local("me", SourcePosition.parse("2:4"), SourcePosition.parse("2:6"), false, null);
        assertClaims(3, decide(older, tail("2:5", 1)));
        assertInstanceOf(Resume.Continue.class, decide(older, tail("2:5", 0)));
    }

    @Test
    void aDirectoryInDoubtClaims() {
        Resume.Local copied =
                new Resume.Local("me", SourcePosition.parse("2:4"), SourcePosition.parse("2:6"), true, "copied");
        assertEquals(new Resume.Claim(3, "copied"), decide(copied, tail("2:5", 0)));
    }

    private static void assertClaims(long epoch, Resume resume) {
        assertEquals(epoch, assertInstanceOf(Resume.Claim.class, resume).epoch());
    }

    @Test
    void anEpochThatTheLogHasLostIsNotTakenAgain() {
        Resume fresh = Resume.decide(Optional.empty(), Tail.EMPTY);
        assertClaims(1, fresh.above(0));
        assertClaims(4, fresh.above(3));
        Resume on = decide(local("2:4", "2:6"), tail("2:5", 0));
        assertEquals(on, on.above(2));
        assertClaims(4, on.above(3));
    }
}
