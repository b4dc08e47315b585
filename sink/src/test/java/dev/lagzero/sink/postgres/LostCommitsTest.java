package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.target.Story;
import dev.lagzero.sink.target.Target.LargeTransaction;
import dev.lagzero.sink.target.TargetException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A standby that lagged takes over, or a backup is restored, while a worker goes on. */
class LostCommitsTest extends PostgresCase {

    private static final Shape ITEM = new Shape("item").key("id", "INTEGER").column("v", "TEXT");

    @BeforeEach
    void backUp() throws TargetException {
        apply(next().define(ITEM.definition()).upsert(ITEM, 1, "one"));
        database.backUp();
        onceConnected(tenure::look);
    }

    @Test
    void nothingIsAppliedUponATargetThatLostSomething() throws Exception {
        Story lost = next().upsert(ITEM, 2, "two");
        Story later = next().upsert(ITEM, 3, "three");
        apply(lost);
        database.restore();
        TargetException.WentBack back =
                assertThrows(TargetException.WentBack.class, () -> onceConnected(() -> apply(later)));
        assertTrue(back.getMessage().contains("counts 1 commits instead of 2"), back.getMessage());
        assertRows(ITEM, row(1, "one"));
        takeOver();
        apply(lost);
        apply(later);
        assertRows(ITEM, row(1, "one"), row(2, "two"), row(3, "three"));
    }

    @Test
    void aTenureWithNothingToDoFindsOutByLooking() throws Exception {
        tenure.look();
        apply(next().upsert(ITEM, 2, "two"));
        tenure.look();
        database.restore();
        assertThrows(TargetException.WentBack.class, () -> onceConnected(tenure::look));
    }

    @Test
    void aLoadWhoseFirstChunksAreLostDoesNotComplete() throws Exception {
        takeOver();
        Story story = nextEpoch().define(ITEM.definition()).upsert(ITEM, 2, "two");
        onceConnected(
                () -> tenure.openLarge(Story.SOURCE, story.position(), true).close());
        try (LargeTransaction large = tenure.openLarge(Story.SOURCE, story.position(), true)) {
            for (var part : story.parts()) {
                large.write(part, part.ordinal());
            }
            database.run("UPDATE lagzero.partition SET commits = commits - 1");
            assertThrows(TargetException.WentBack.class, () -> large.complete(story.ended(), 100));
        }
        assertRows(ITEM, row(1, "one"));
        takeOver();
        large(story);
        assertRows(ITEM, row(2, "two"));
    }

    @Test
    void aTargetThatDoesNotKnowThePartitionHasGoneBack() {
        database.run("DELETE FROM lagzero.partition");
        assertThrows(TargetException.WentBack.class, tenure::look);
    }

    @FunctionalInterface
    private interface Deed {
        void run() throws TargetException;
    }

    /** Connections that have ended are found broken first. */
    private static void onceConnected(Deed deed) throws TargetException {
        while (true) {
            try {
                deed.run();
                return;
            } catch (TargetException.Unavailable e) {
                assertTrue(e.getMessage().contains("terminating connection"), e.getMessage());
            }
        }
    }
}
