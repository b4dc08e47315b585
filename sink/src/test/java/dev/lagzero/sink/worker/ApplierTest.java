package dev.lagzero.sink.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.gather.Gatherer;
import dev.lagzero.sink.gather.Story;
import dev.lagzero.sink.target.InMemoryTarget;
import dev.lagzero.sink.target.Target;
import dev.lagzero.sink.target.TargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a stream repeats and wherever a worker dies, the target ends as the source, each transaction applied once. */
class ApplierTest {

    private static final Target.Partition PARTITION = new Target.Partition("rows", "id", 0);

    private static final Gatherer.Start START = new Gatherer.Start(0, true);

    @Test
    void anyHistoryOfCrashesEndsEqual() throws TargetException {
        long start = System.nanoTime();
        for (int round = 0; round < 300; round++) {
            long seed = start + round;
            try {
                new History(new Random(seed)).run();
            } catch (TargetException | RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void theOffsetStaysInFrontOfWhatIsNotApplied() throws TargetException {
        Story a = new Story("a");
        Story b = new Story("b");
        List<RowEvent> topic = new ArrayList<>(List.of(b.claim(1)));
        topic.addAll(b.snapshot(1, Map.of(1L, "x")));
        topic.addAll(List.of(a.claim(1), b.end(new SourcePosition(1, 2), 0), a.end(new SourcePosition(1, 1), 0)));
        InMemoryTarget target = new InMemoryTarget();
        Applier applier = new Applier(target.takeOver(PARTITION), START, Limits.DEFAULT);
        for (int offset = 0; offset < topic.size() - 1; offset++) {
            applier.take(offset, topic.get(offset));
        }
        int calls = target.commits();
        FlakyTarget breaksAtOnce = new FlakyTarget(target, () -> target.commits() > calls);
        assertEquals(new SourcePosition(1, 1), target.applied("b").position());
        Applier dying = new Applier(breaksAtOnce.takeOver(PARTITION), START, Limits.DEFAULT);
        assertThrows(TargetException.Unavailable.class, () -> {
            for (int offset = 0; offset < topic.size(); offset++) {
                dying.take(offset, topic.get(offset));
            }
        });
        assertTrue(target.takeOver(PARTITION).nextOffset() < topic.size());
        assertEquals(SourcePosition.NONE, target.applied("a").position());
    }

    /** The twin refuses a transaction that is not the successor of the one before, so once means once. */
    private static final class History {

        private final Random random;
        private final RandomLog log;
        private final List<RowEvent> topic;
        private final InMemoryTarget target = new InMemoryTarget();
        private final Target flaky;
        private final Limits limits;

        History(Random random) {
            this.random = random;
            log = new RandomLog(random, 1 + random.nextInt(4), 30 + random.nextInt(400));
            flaky = new FlakyTarget(target, () -> random.nextInt(200) == 0);
            topic = repeated(log.events());
            limits = new Limits(1 + random.nextInt(20_000), 1 + random.nextInt(50), 1 + random.nextInt(20_000));
        }

        /** What streams write that begin again from a committed place, while the one before may not be dead yet. */
        private List<RowEvent> repeated(List<RowEvent> changes) {
            List<RowEvent> rows = new ArrayList<>();
            int written = 0;
            int dying = Integer.MAX_VALUE;
            for (int next = 0; next < changes.size(); ) {
                if (dying < changes.size() && random.nextInt(3) == 0) {
                    rows.add(changes.get(dying++));
                    written = Math.max(written, dying);
                    continue;
                }
                rows.add(changes.get(next++));
                written = Math.max(written, next);
                if (random.nextInt(50) == 0) {
                    dying = random.nextBoolean() ? next : Integer.MAX_VALUE;
                    next = random.nextInt(3) == 0
                            ? random.nextInt(written + 1)
                            : Math.max(0, next - random.nextInt(20));
                }
                if (random.nextInt(30) == 0) {
                    dying = Integer.MAX_VALUE;
                }
            }
            return rows;
        }

        void run() throws TargetException {
            boolean arrived = false;
            while (!arrived) {
                try {
                    arrived = tenure();
                } catch (TargetException.Unavailable expected) {
                    arrived = false;
                }
            }
            log.truth().forEach((table, rows) -> assertEquals(rows, target.rows(table), table));
            log.positions()
                    .forEach((source, position) ->
                            assertEquals(position, target.applied(source).position()));
        }

        private boolean tenure() throws TargetException {
            Target.Tenure tenure = flaky.takeOver(PARTITION);
            long from = Math.max(0, tenure.nextOffset());
            Applier applier = new Applier(tenure, new Gatherer.Start(from, tenure.nextOffset() >= 0), limits);
            for (int offset = Math.toIntExact(from); offset < topic.size(); offset++) {
                applier.take(offset, topic.get(offset));
                if (random.nextInt(10) == 0) {
                    applier.drained(offset + 1);
                }
                if (random.nextInt(200) == 0) {
                    return false;
                }
            }
            applier.drained(topic.size());
            assertEquals(List.of(), applier.holes());
            return true;
        }
    }
}
