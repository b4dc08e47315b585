package dev.lagzero.capture.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/**
 * What runs had to prove themselves against.
 *
 * @param gaps how often transactions were merged
 * @param resets how often the log began anew
 * @param least how often it did in the run where it did least
 */
record Seen(int gaps, int resets, int least) {

    static final Seen NOTHING = new Seen(0, 0, Integer.MAX_VALUE);

    private static final int TRANSACTIONS_A_RESET = 25;

    /** @param holes the writer's SQLite is one that leaves holes in its log; only they may cost transactions their bounds */
    static Seen of(Belief belief, boolean holes, int resets, int transactions) {
        List<String> merged = belief.merged();
        assertEquals("snapshot", merged.getFirst());
        List<String> gaps = merged.subList(1, merged.size());
        assertTrue(
                gaps.stream().allMatch(reason -> holes && reason.equals("log-hole")),
                "only the first copy and holes of an old SQLite may stand for more than one commit, not " + merged);
        assertTrue(
                resets >= transactions / TRANSACTIONS_A_RESET,
                "the log begins anew often enough to prove something: " + resets);
        return new Seen(gaps.size(), resets, resets);
    }

    Seen and(Seen other) {
        return new Seen(gaps + other.gaps, resets + other.resets, Math.min(least, other.least));
    }

    @Override
    public String toString() {
        return gaps + " gaps, the log began anew " + resets + " times, at least " + least + " times a run";
    }
}
