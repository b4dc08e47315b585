package dev.lagzero.sink.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.gather.Story;
import dev.lagzero.sink.retry.Backoff;
import dev.lagzero.sink.target.Arrivals;
import dev.lagzero.sink.target.InMemoryTarget;
import dev.lagzero.sink.target.TargetException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PartitionWorkerTest {

    private static final TopicPartition PARTITION = new TopicPartition("rows", 0);

    private final InMemoryTarget target = new InMemoryTarget();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final StateBoard board = new StateBoard();
    private final PartitionWorker worker = new PartitionWorker(
            PARTITION,
            new WorkerConfig(
                    "rows",
                    "group",
                    Map.of(),
                    new FlakyTarget(target, broken::get),
                    Arrivals.UNHEARD,
                    Limits.DEFAULT,
                    "",
                    1),
            board,
            new Backoff(new Random(1)),
            Clock.systemUTC());

    @AfterEach
    void end() {
        worker.close();
    }

    /** A reader that looks in between would see a sink that runs. */
    @Test
    void whatGoesWrongEachTimeDoesNotLookWellInBetween() throws Exception {
        List<ConsumerRecord<byte[], byte[]>> records = records();
        LogExtent log = new LogExtent("id", 0, records.size());
        for (int time = 0; time < 3; time++) {
            assertTrue(worker.takeOver(log).isPresent());
            if (time > 0) {
                assertTrue(worker.look());
                assertInstanceOf(PartitionState.Waiting.class, board.states().get(0));
            }
            broken.set(true);
            worker.take(records, records.size());
            while (worker.look()) {
                Thread.onSpinWait();
            }
            assertInstanceOf(PartitionState.Waiting.class, board.states().get(0));
            broken.set(false);
        }
        assertTrue(worker.takeOver(log).isPresent());
        worker.take(records, records.size());
        while (!(board.states().get(0) instanceof PartitionState.Running)) {
            assertTrue(worker.look());
        }
        assertFalse(worker.appliedOffset() < records.size());
    }

    /** Nothing arrives that would have to be applied, so nobody would notice. */
    @Test
    void aTargetThatGoesBackWhileNothingHappensIsBroughtForwardAgain() throws Exception {
        List<ConsumerRecord<byte[], byte[]>> records = records();
        LogExtent log = new LogExtent("id", 0, records.size());
        assertEquals(OptionalLong.of(0), worker.takeOver(log));
        worker.take(records.subList(0, 1), 1);
        awaitApplied(1);
        Runnable backup = target.backup();
        worker.take(records.subList(1, records.size()), records.size());
        awaitApplied(records.size());
        backup.run();
        while (worker.look()) {
            Thread.onSpinWait();
        }
        assertInstanceOf(PartitionState.Waiting.class, board.states().get(0));
        assertEquals(OptionalLong.of(1), worker.takeOver(log));
    }

    private void awaitApplied(long offset) throws TargetException {
        while (worker.appliedOffset() < offset) {
            assertTrue(worker.look());
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> records() throws TargetException {
        Story story = new Story("a");
        List<RowEvent> events = new ArrayList<>(List.of(story.claim(1)));
        events.addAll(story.snapshot(1, Map.of(1L, "x")));
        return Records.of(PARTITION, events);
    }
}
