package dev.lagzero.app.e2e;

import static dev.lagzero.app.e2e.StoreTorture.Part.SINK;
import static dev.lagzero.app.e2e.StoreTorture.Part.STREAM;
import static dev.lagzero.app.e2e.StoreTorture.Part.WRITER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lagzero.schemas.moment.Moment;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalTime;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight threads write to a store; the process is killed at every moment it passes and at random ones, the stream and the
 * sink meanwhile, and now and then the store's disk is lost. At length:
 * {@code -Dlagzero.store.kills=50 -Dlagzero.store.writes=1000000}.
 */
class StoreTortureIT {

    private static final int KILLS = Integer.getInteger("lagzero.store.kills", 1);
    private static final long WRITES = Long.getLong("lagzero.store.writes", 60_000);
    private static final boolean LONG = KILLS >= 10;

    private static final List<Moment> OF_THE_WRITER = List.of(
            Moment.RECORD_RESERVED,
            Moment.TRANSACTION_JOURNALED,
            Moment.MID_PUBLISH,
            Moment.PUBLISH_ACKNOWLEDGED,
            Moment.MID_STORE_SNAPSHOT,
            Moment.JOURNAL_TRIMMED);

    private static final List<Moment> OF_THE_SINK =
            List.of(Moment.ROWS_WRITTEN, Moment.BEFORE_TARGET_COMMIT, Moment.TARGET_COMMITTED, Moment.MID_DEFINITION);

    private static final long[] PAUSES = {0, 50_000, 300_000};

    @TempDir
    Path folder;

    private final long seed = Long.getLong("lagzero.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private int losses;

    @Test
    void whateverIsKilledStoreTopicAndTargetHoldWhatWasWrittenOnce() throws Exception {
        System.out.println("StoreTortureIT seed " + seed);
        try (StoreTorture torture = new StoreTorture(folder, seed, WRITES / DoomedWriter.THREADS)) {
            torture.start(STREAM, "");
            torture.start(SINK, "");
            dieAt(torture, Moment.CLAIM_APPENDED, 1);
            for (Moment moment : some(OF_THE_WRITER)) {
                dieAt(torture, moment, moment == Moment.JOURNAL_TRIMMED ? 1 : 1 + random.nextInt(500));
            }
            for (Moment moment : some(OF_THE_SINK)) {
                sinkDiesAt(torture, moment, false);
            }
            if (LONG) {
                sinkDiesAt(torture, Moment.SNAPSHOT_CHUNK_LOADED, true);
            }
            for (int kill = 0; kill < KILLS; kill++) {
                killSomewhere(torture, kill);
            }
            finish(torture);
        }
    }

    /** All of them, or one when there is little time. */
    private List<Moment> some(List<Moment> moments) {
        return LONG ? moments : List.of(moments.get(random.nextInt(moments.size())));
    }

    private long pause() {
        return PAUSES[random.nextInt(PAUSES.length)];
    }

    /** The application dies at a moment; the target meanwhile shows only what was. */
    private void dieAt(StoreTorture torture, Moment moment, int nth) throws Exception {
        torture.startWriter(PAUSES[2], moment + ":" + nth);
        assertEquals(Product.KILLED, torture.awaitEnd(WRITER), () -> moment + torture.told(WRITER));
        torture.checkTarget(moment + ", seed " + seed);
    }

    private void sinkDiesAt(StoreTorture torture, Moment moment, boolean ofASnapshot) throws Exception {
        torture.kill(SINK);
        torture.kill(WRITER);
        if (ofASnapshot) {
            lose(torture);
        }
        torture.start(SINK, moment + ":" + (ofASnapshot ? 1 : 1 + random.nextInt(3)));
        torture.startWriter(PAUSES[2], "");
        assertEquals(Product.KILLED, torture.awaitEnd(SINK), () -> moment + torture.told(SINK));
        torture.start(SINK, "");
        torture.kill(WRITER);
        torture.checkTarget(moment + ", seed " + seed);
    }

    private void lose(StoreTorture torture) throws Exception {
        torture.loseStore();
        losses++;
    }

    /** Kills are spread over all writes; some come while the store is still being rebuilt. */
    private void killSomewhere(StoreTorture torture, int kill) throws Exception {
        if (LONG) {
            System.out.println(LocalTime.now() + " kill " + kill + " after " + torture.done() + " writes");
        }
        torture.startWriter(pause(), "");
        if (random.nextInt(5) == 0) {
            Thread.sleep(random.nextInt(1500));
        } else {
            long left = Math.max(0, WRITES - torture.done());
            long until = torture.done() + (long) (random.nextDouble() * left / (KILLS - kill + 1));
            torture.await("write " + until, () -> torture.done() >= until || !torture.isAlive(WRITER));
        }
        torture.kill(WRITER);
        switch (random.nextInt(8)) {
            case 0 -> again(torture, STREAM);
            case 1, 2 -> again(torture, SINK);
            case 3 -> {
                if (LONG) {
                    lose(torture);
                }
            }
            default -> {}
        }
        torture.checkTarget("kill " + kill + ", seed " + seed);
    }

    private static void again(StoreTorture torture, StoreTorture.Part part) throws Exception {
        torture.kill(part);
        torture.start(part, "");
    }

    private void finish(StoreTorture torture) throws Exception {
        torture.startWriter(0, "");
        assertEquals(0, torture.awaitEnd(WRITER), () -> torture.told(WRITER) + ", seed " + seed);
        assertEquals(WRITES, torture.done());
        assertAllEqual(torture, "at the end");
        // With its journal, and then from the topic alone.
        torture.startWriter(0, "");
        assertEquals(0, torture.awaitEnd(WRITER), () -> torture.told(WRITER) + ", seed " + seed);
        lose(torture);
        torture.startWriter(0, "");
        assertEquals(0, torture.awaitEnd(WRITER), () -> torture.told(WRITER) + ", seed " + seed);
        assertAllEqual(torture, "out of the topic");
        System.out.println("StoreTortureIT " + WRITES + " writes, " + KILLS + " kills, " + losses
                + " lost disks, equal at " + torture.applied());
    }

    private void assertAllEqual(StoreTorture torture, String when) throws Exception {
        TopicAudit audit = TopicAudit.of(torture.bootstrap(), "lagzero.main.changes");
        assertEquals(List.of(), audit.faults(), when + ", seed " + seed);
        String last = audit.last(DoomedWriter.SOURCE).toString();
        torture.await(last + " in the target", () -> {
            try {
                return torture.applied().equals(last);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
        assertEquals(WRITES, torture.checkTarget(when + ", seed " + seed));
        assertFalse(torture.isAlive(WRITER));
    }
}
