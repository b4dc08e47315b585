package dev.lagzero.control.lag;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaitingTest {

    private static final long NOW = 1_000_000;

    @Test
    void itWaitsForWhatWasCommittedWhenItBeganAndNotForWhatComesLater() {
        Waiting waiting = new Waiting(null);
        assertFalse(waiting.reached(report(lag("s", 9, true, 7, 0))));
        assertFalse(waiting.reached(report(lag("s", 15, true, 8, 0))));
        assertTrue(waiting.reached(report(lag("s", 20, true, 9, 0))));
    }

    @Test
    void whatCannotBeVouchedForIsNoGoal() {
        Waiting waiting = new Waiting(null);
        assertFalse(waiting.reached(report(SourceLag.unknown("s", "capture is down"))));
        assertFalse(waiting.reached(report(lag("s", 9, false, 9, 0))), "changes were seen that have no number yet");
        assertFalse(waiting.reached(report(lag("s", 10, true, 9, 0))));
        assertTrue(waiting.reached(report(lag("s", 10, true, 10, 0))));
    }

    @Test
    void parkedRowsAreNotThere() {
        assertFalse(new Waiting(null).reached(report(lag("s", 9, true, 9, 1))));
        assertTrue(new Waiting(at(9)).reached(report(lag("s", 9, true, 9, 1))), "the transaction itself is visible");
    }

    @Test
    void everySourceMustBeThere() {
        Waiting waiting = new Waiting(null);
        assertFalse(waiting.reached(report()));
        assertFalse(waiting.reached(report(lag("a", 9, true, 9, 0), lag("b", 5, true, 4, 0))));
        assertTrue(waiting.reached(report(lag("a", 11, true, 10, 0), lag("b", 5, true, 5, 0))));
    }

    @Test
    void aPositionIsReachedWhateverTheHeadIs() {
        Waiting waiting = new Waiting(at(5));
        assertFalse(waiting.reached(report(lag("s", 9, true, 4, 0))));
        assertTrue(waiting.reached(report(lag("s", 9, false, 5, 0))));
    }

    private static LagReport report(SourceLag... lags) {
        return new LagReport(List.of(lags));
    }

    private static SourceLag lag(String source, long head, boolean current, long applied, long parked) {
        Head seen = new Head(source, at(head), at(head), current, "", "", "i", NOW);
        return SourceLag.of(source, Optional.of(seen), new Standing(at(applied), parked, null, null), NOW);
    }

    private static SourcePosition at(long sequence) {
        return new SourcePosition(1, sequence);
    }
}
