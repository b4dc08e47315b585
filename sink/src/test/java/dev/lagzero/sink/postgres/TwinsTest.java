package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.target.InMemoryTarget;
import dev.lagzero.sink.target.Story;
import dev.lagzero.sink.target.Target.LargeTransaction;
import dev.lagzero.sink.target.Target.Tenure;
import dev.lagzero.sink.target.TargetException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

/** Random histories of tables and rows, told to Postgres and to its twin: both must show the same. */
class TwinsTest extends PostgresCase {

    private static final int ROUNDS = 40;

    private final InMemoryTarget twin = new InMemoryTarget();
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @RepeatedTest(5)
    void anyHistoryOfTablesAndRowsShowsTheSame() throws Exception {
        RandomTables tables = new RandomTables(random);
        Tenure other = twin.takeOver(PARTITION);
        for (int round = 0; round < ROUNDS; round++) {
            boolean snapshot = round == 0 || random.nextInt(12) == 0;
            Story story = snapshot ? nextEpoch() : next();
            if (snapshot) {
                tables.snapshot(story, twin);
            } else {
                tables.transaction(story);
            }
            try {
                other.apply(Story.batch(round, story));
                send(story);
                assertEquals(shown(), stored());
            } catch (TargetException | RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", round " + round + ": " + e.getMessage(), e);
            }
            if (random.nextInt(6) == 0) {
                takeOver();
            }
        }
        assertParked(0);
    }

    private void send(Story story) throws TargetException {
        if (random.nextInt(3) > 0) {
            apply(story);
            return;
        }
        boolean snapshot = story.position().opensEpoch();
        if (snapshot && random.nextBoolean()) {
            // A load that is given up on the way, and gone on with by the next tenure.
            try (LargeTransaction large = tenure.openLarge(Story.SOURCE, story.position(), true)) {
                for (RowEvent.Part part : story.parts().subList(0, story.parts().size() / 2)) {
                    large.write(part, 0);
                }
            }
            takeOver();
        }
        try (LargeTransaction large = tenure.openLarge(Story.SOURCE, story.position(), snapshot)) {
            for (RowEvent.Part part : story.parts()) {
                if (part.ordinal() >= large.nextOrdinal()) {
                    large.write(part, 0);
                }
            }
            large.complete(story.ended(), 1);
        }
    }

    private Map<String, Map<Image, Image>> shown() {
        Map<String, Map<Image, Image>> shown = new HashMap<>();
        for (String name : RandomTables.NAMES) {
            shown.put(name, twin.rows(name));
        }
        return shown;
    }

    private Map<String, Map<Image, Image>> stored() throws Exception {
        Map<String, Map<Image, Image>> stored = new HashMap<>();
        for (String name : RandomTables.NAMES) {
            stored.put(name, StoredRows.read(database, "public", name));
        }
        return stored;
    }
}
