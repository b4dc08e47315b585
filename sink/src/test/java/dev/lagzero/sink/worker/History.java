package dev.lagzero.sink.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.gather.Gatherer;
import dev.lagzero.sink.target.Target;
import dev.lagzero.sink.target.TargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;

/**
 * A log, what streams made of it, and workers that die on the way. Targets refuse a transaction that is not the
 * successor of the one before, so once means once.
 */
final class History {

    private final Random random;
    private final Target.Partition partition;
    private final List<RowEvent> topic;
    private final Target flaky;
    private final Limits limits;

    /** @param changes what captures have published */
    History(Random random, List<RowEvent> changes, Target target, Target.Partition partition) {
        this.random = random;
        this.partition = partition;
        flaky = new FlakyTarget(target, () -> random.nextInt(200) == 0);
        topic = repeated(changes);
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
                next = random.nextInt(3) == 0 ? random.nextInt(written + 1) : Math.max(0, next - random.nextInt(20));
            }
            if (random.nextInt(30) == 0) {
                dying = Integer.MAX_VALUE;
            }
        }
        return rows;
    }

    /** @param beside where batches are applied; by the caller itself, and a seed gives the same again */
    void run(Executor beside) throws TargetException {
        boolean arrived = false;
        while (!arrived) {
            try {
                arrived = tenure(beside);
            } catch (TargetException.Unavailable expected) {
                arrived = false;
            }
        }
    }

    private boolean tenure(Executor beside) throws TargetException {
        Target.Tenure tenure = flaky.takeOver(partition);
        long from = Math.max(0, tenure.nextOffset());
        Gatherer.Start start = new Gatherer.Start(from, tenure.nextOffset() >= 0);
        try (Applier applier = new Applier(tenure, start, limits, beside)) {
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
            applier.settle();
            assertEquals(List.of(), applier.holes());
            return true;
        }
    }
}
