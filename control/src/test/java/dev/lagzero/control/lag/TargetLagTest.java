package dev.lagzero.control.lag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TargetLagTest {

    private static final SourcePosition P = new SourcePosition(1, 5);

    private final Twin target = new Twin();

    @Test
    void aHeadFromBeforeTheQuestionIsNotAnAnswer() {
        target.applied(P);
        target.heads.add(head(P, -500));
        target.heads.add(head(P.next(), 500));
        LagState.Behind behind = assertInstanceOf(LagState.Behind.class, look());
        assertEquals(P.next(), behind.head());
    }

    @Test
    void aHeadFromJustBeforeTheQuestionIsNoAnswerAlsoWhenNoOtherComes() {
        target.applied(P);
        target.heads.add(head(P, 200));
        assertInstanceOf(
                LagState.Unknown.class, look(), "it seems younger than it is, as a head that took 200 ms does");
    }

    @Test
    void rowsThatOvertakeTheirHeadAreNoRiddle() {
        target.applied(P.next());
        target.heads.add(head(P, 500));
        target.heads.add(head(P.next(), 500));
        assertInstanceOf(LagState.Consistent.class, look());
    }

    @Test
    void aCaptureThatIsSilentIsUnknown() {
        target.applied(P);
        target.heads.add(head(P, -60_000));
        assertInstanceOf(LagState.Unknown.class, look());
    }

    @Test
    void aSourceThatTheTargetNeverHeardOfIsReportedAsUnknown() {
        try (TargetLag lag = new TargetLag(target, Set.of("s"))) {
            List<SourceLag> sources = lag.look().sources();
            assertEquals(1, sources.size());
            assertInstanceOf(LagState.Unknown.class, sources.getFirst().state());
        }
        assertTrue(target.closed);
    }

    private LagState look() {
        try (TargetLag lag = new TargetLag(target, Set.of("s"))) {
            return lag.look().sources().getFirst().state();
        }
    }

    private static Head head(SourcePosition at, long later) {
        return new Head("s", at, at, true, "", "", "i", System.currentTimeMillis() + later);
    }

    /** A target in memory: heads arrive one by one, the last one stays. */
    private static final class Twin implements TargetView {
        private final Deque<Head> heads = new ArrayDeque<>();
        private final Map<String, Standing> standings = new HashMap<>();
        private boolean closed;

        void applied(SourcePosition position) {
            standings.put("s", new Standing(position, 0, null, null));
        }

        @Override
        public Map<String, Standing> standings() {
            return standings;
        }

        @Override
        public List<String> warnings() {
            return List.of();
        }

        @Override
        public Map<String, Sighting> heads() {
            if (heads.isEmpty()) {
                return Map.of();
            }
            Head head = heads.size() > 1 ? heads.removeFirst() : heads.getFirst();
            return Map.of("s", new Sighting(head, System.currentTimeMillis() - head.observedMillis()));
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
