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
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Whatever a stream repeats and wherever a worker dies, the target ends as the source, each transaction applied once. */
class ApplierTest {

    private static final Target.Partition PARTITION = new Target.Partition("rows", "id", 0);

    private static final Gatherer.Start START = new Gatherer.Start(0, true);

    @Test
    void anyHistoryOfCrashesEndsEqual() {
        assertAnyHistoryEndsEqual(Runnable::run);
    }

    @Test
    void anyHistoryOfCrashesEndsEqualWhenRecordsAreTakenWhileTheTargetIsAtWork() {
        try (ExecutorService beside = Executors.newFixedThreadPool(2)) {
            assertAnyHistoryEndsEqual(beside);
        }
    }

    private static void assertAnyHistoryEndsEqual(Executor beside) {
        long start = System.nanoTime();
        for (int round = 0; round < 300; round++) {
            long seed = start + round;
            try {
                InMemoryTarget target = new InMemoryTarget();
                RandomLog log = RandomLog.of(new Random(seed));
                new History(new Random(seed), log.events(), target, PARTITION).run(beside);
                log.truth().forEach((table, rows) -> assertEquals(rows, target.rows(table), table));
                log.positions()
                        .forEach((source, position) ->
                                assertEquals(position, target.applied(source).position()));
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
        Applier applier = new Applier(target.takeOver(PARTITION), START, Limits.DEFAULT, Runnable::run);
        for (int offset = 0; offset < topic.size() - 1; offset++) {
            applier.take(offset, topic.get(offset));
        }
        int calls = target.commits();
        FlakyTarget breaksAtOnce = new FlakyTarget(target, () -> target.commits() > calls);
        assertEquals(new SourcePosition(1, 1), target.applied("b").position());
        Applier dying = new Applier(breaksAtOnce.takeOver(PARTITION), START, Limits.DEFAULT, Runnable::run);
        assertThrows(TargetException.Unavailable.class, () -> {
            for (int offset = 0; offset < topic.size(); offset++) {
                dying.take(offset, topic.get(offset));
            }
        });
        assertTrue(target.takeOver(PARTITION).nextOffset() < topic.size());
        assertEquals(SourcePosition.NONE, target.applied("a").position());
    }
}
