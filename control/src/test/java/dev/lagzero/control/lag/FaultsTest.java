package dev.lagzero.control.lag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Lag as it is read while things fail. Nobody commits while a reader looks, so CONSISTENT must mean equal to the row. */
class FaultsTest {

    private final long seed = Long.getLong("lag.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final SimulatedPipeline pipeline = new SimulatedPipeline(random);
    private final TargetLag lag = new TargetLag(pipeline, Set.of("s"), pipeline);

    @Test
    void inTenThousandRandomStepsConsistentAlwaysMeansEqual() {
        int consistent = 0;
        for (int step = 0; step < 10_000; step++) {
            step();
            SourceLag seen = look();
            String when = "seed " + seed + " step " + step + " " + seen.sentence();
            boolean says = seen.state() instanceof LagState.Consistent;
            if (says) {
                consistent++;
                assertTrue(pipeline.equal(), when);
                assertEquals(Distance.ZERO, seen.progress().orElseThrow().distance(), when);
            }
            if (seen.state() instanceof LagState.Behind) {
                long applied = seen.standing().applied().sequence();
                assertTrue(applied < Math.max(1, pipeline.committedNow()), when);
            }
            if (seen.state() instanceof LagState.Unknown) {
                assertTrue(seen.progress().isEmpty(), when);
            }
        }
        assertTrue(consistent > 1_000, "seed " + seed + ": only " + consistent + " times consistent");
    }

    private void step() {
        switch (random.nextInt(20)) {
            case 0 -> pipeline.captureUp = !pipeline.captureUp;
            case 1 -> pipeline.streamUp = !pipeline.streamUp;
            case 2 -> pipeline.sinkUp = !pipeline.sinkUp;
            case 3 -> pipeline.targetUp = !pipeline.targetUp;
            case 4 -> pipeline.brokerUp = !pipeline.brokerUp;
            case 5 -> poisonSometimes();
            case 6, 7, 8, 13, 14, 15 -> repair();
            case 9 -> pipeline.pass(random.nextInt(20_000));
            case 10, 11, 12 -> pipeline.commit();
            default -> pipeline.pass(random.nextInt(600));
        }
    }

    private void poisonSometimes() {
        if (random.nextInt(15) == 0) {
            pipeline.poison();
        }
    }

    private void repair() {
        pipeline.captureUp = true;
        pipeline.streamUp = true;
        pipeline.sinkUp = true;
        pipeline.targetUp = true;
        pipeline.brokerUp = true;
    }

    @Test
    void aSourceThatIsIdleForTenMinutesStaysConsistent() {
        pipeline.commit();
        for (int second = 0; second < 600; second++) {
            pipeline.pass(1_000);
            assertInstanceOf(LagState.Consistent.class, look().state(), "seed " + seed + " after " + second + " s");
        }
    }

    @Test
    void withoutCaptureNobodyKnows() {
        settled();
        pipeline.captureUp = false;
        pipeline.pass(2_000);
        assertInstanceOf(LagState.Unknown.class, look().state(), "seed " + seed);
    }

    @Test
    void withoutTheTargetNobodyKnows() {
        settled();
        pipeline.targetUp = false;
        assertInstanceOf(LagState.Unknown.class, look().state(), "seed " + seed);
    }

    @Test
    void withoutTheBrokerNobodyKnows() {
        settled();
        pipeline.brokerUp = false;
        pipeline.pass(2_000);
        assertInstanceOf(LagState.Unknown.class, look().state(), "seed " + seed);
    }

    @Test
    void withoutTheStreamTheTargetFallsBehindAndThenStalls() {
        settled();
        pipeline.streamUp = false;
        pipeline.commit();
        pipeline.commit();
        pipeline.pass(2_000);
        SourceLag behind = look();
        assertInstanceOf(LagState.Behind.class, behind.state(), "seed " + seed);
        assertEquals(2, behind.progress().orElseThrow().distance().total().transactions());
        pipeline.pass(12_000);
        assertInstanceOf(LagState.Stalled.class, look().state(), "seed " + seed);
        pipeline.streamUp = true;
        pipeline.pass(3_000);
        assertInstanceOf(LagState.Consistent.class, look().state(), "seed " + seed);
    }

    @Test
    void aPoisonRowParksAndItsRepairResolves() {
        settled();
        pipeline.poison();
        pipeline.pass(5_000);
        assertFalse(pipeline.equal());
        assertInstanceOf(LagState.Parked.class, look().state(), "seed " + seed);
    }

    private void settled() {
        pipeline.commit();
        pipeline.pass(3_000);
        assertInstanceOf(LagState.Consistent.class, look().state(), "seed " + seed);
    }

    private SourceLag look() {
        return lag.look().sources().getFirst();
    }
}
