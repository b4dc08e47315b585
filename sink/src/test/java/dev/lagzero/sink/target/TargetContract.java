package dev.lagzero.sink.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.target.Target.Applied;
import dev.lagzero.sink.target.Target.Batch;
import dev.lagzero.sink.target.Target.LargeTransaction;
import dev.lagzero.sink.target.Target.Partition;
import dev.lagzero.sink.target.Target.Tenure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every target promises. It says nothing about types and constraints: those are Postgres'. */
public abstract class TargetContract {

    protected static final Partition PARTITION = new Partition("rows", "topic-1", 0);
    private static final Shape ITEM = new Shape("item").key("id", "INTEGER").column("name", "TEXT");

    protected Target target;

    protected abstract Target open() throws Exception;

    /** Rows by key, exactly; null when there is no such table. */
    protected abstract Map<Image, Image> rows(String table) throws Exception;

    protected abstract int parked() throws Exception;

    @BeforeEach
    void openTarget() throws Exception {
        target = open();
    }

    @AfterEach
    void closeTarget() {
        target.close();
    }

    private Map<Image, Image> images(Object... namesById) {
        Map<Image, Image> images = new java.util.HashMap<>();
        for (int i = 0; i < namesById.length; i += 2) {
            Image image = ITEM.image(namesById[i], namesById[i + 1]);
            images.put(ITEM.keyOf(image), image);
        }
        return images;
    }

    private Tenure started() throws Exception {
        Tenure tenure = target.takeOver(PARTITION);
        tenure.apply(Story.batch(
                10,
                Story.at(1, 1).define(ITEM.definition()).upsert(ITEM, 1, "one").upsert(ITEM, 2, "two")));
        return tenure;
    }

    @Test
    void aNewTargetKnowsNothing() throws Exception {
        Tenure tenure = target.takeOver(PARTITION);
        assertEquals(-1, tenure.nextOffset());
        assertEquals(Map.of(), tenure.applied());
    }

    @Test
    void whatIsAppliedIsThereAndIsKnownToTheNextTenure() throws Exception {
        started();
        Tenure next = target.takeOver(PARTITION);
        assertEquals(10, next.nextOffset());
        assertEquals(Map.of(Story.SOURCE, new Applied(new SourcePosition(1, 1), 1)), next.applied());
        assertEquals(images(1, "one", 2, "two"), rows("item"));
    }

    @Test
    void offsetsOfATopicThatWasMadeAgainMeanNothing() throws Exception {
        started();
        Tenure next = target.takeOver(new Partition("rows", "topic-2", 0));
        assertEquals(-1, next.nextOffset());
        assertEquals(new SourcePosition(1, 1), next.applied().get(Story.SOURCE).position());
    }

    @Test
    void aLaterTransactionOfTheBatchWins() throws Exception {
        started()
                .apply(Story.batch(
                        20,
                        Story.at(1, 2).upsert(ITEM, 1, "uno").upsert(ITEM, 3, "three"),
                        Story.at(1, 3).delete(ITEM, 3),
                        Story.at(1, 4).upsert(ITEM, 1, "eins")));
        assertEquals(images(1, "eins", 2, "two"), rows("item"));
    }

    @Test
    void batchesShowInTheOrderOfTheirTurnsWhateverIsDoneAhead() throws Exception {
        Tenure tenure = started();
        Target.Turn first = tenure.turn(Story.batch(20, Story.at(1, 2).upsert(ITEM, 3, "three")));
        Target.Turn second = tenure.turn(Story.batch(30, Story.at(1, 3).upsert(ITEM, 4, "four")));
        second.ahead();
        assertEquals(images(1, "one", 2, "two"), rows("item"));
        first.apply();
        assertEquals(images(1, "one", 2, "two", 3, "three"), rows("item"));
        second.apply();
        assertEquals(images(1, "one", 2, "two", 3, "three", 4, "four"), rows("item"));
        assertEquals(30, target.takeOver(PARTITION).nextOffset());
    }

    @Test
    void anUpsertBeatsADeleteOfItsTransactionInAnyOrder() throws Exception {
        started()
                .apply(Story.batch(
                        20,
                        Story.at(1, 2)
                                .upsert(ITEM, 1, "uno")
                                .delete(ITEM, 1)
                                .delete(ITEM, 2)
                                .upsert(ITEM, 2, "dos")));
        assertEquals(images(1, "uno", 2, "dos"), rows("item"));
    }

    @Test
    void anEmptyTransactionMovesTheWatermark() throws Exception {
        started().apply(Story.batch(11, Story.at(1, 2)));
        assertEquals(
                new SourcePosition(1, 2),
                target.takeOver(PARTITION).applied().get(Story.SOURCE).position());
    }

    @Test
    void aHoleIsRefusedAndChangesNothing() throws Exception {
        Tenure tenure = started();
        Batch hole =
                Story.batch(30, Story.at(1, 2).delete(ITEM, 1), Story.at(1, 4).delete(ITEM, 2));
        assertThrows(TargetException.Refused.class, () -> tenure.apply(hole));
        assertEquals(images(1, "one", 2, "two"), rows("item"));
        assertEquals(10, target.takeOver(PARTITION).nextOffset());
    }

    @Test
    void anEpochThatWasClaimedOverIsRefused() throws Exception {
        Tenure tenure = started();
        tenure.apply(new Batch(List.of(), Map.of(Story.SOURCE, 5L), 12));
        assertEquals(5, target.takeOver(PARTITION).applied().get(Story.SOURCE).claimedEpoch());
        Tenure next = target.takeOver(PARTITION);
        assertThrows(
                TargetException.Refused.class,
                () -> next.apply(Story.batch(13, Story.at(1, 2).delete(ITEM, 1))));
    }

    @Test
    void aLaterTenureFencesTheEarlierOne() throws Exception {
        Tenure first = started();
        target.takeOver(PARTITION);
        assertThrows(
                TargetException.Fenced.class,
                () -> first.apply(Story.batch(20, Story.at(1, 2).delete(ITEM, 1))));
        first.look();
        assertEquals(images(1, "one", 2, "two"), rows("item"));
    }

    @Test
    void aSnapshotReplacesTablesAndRows() throws Exception {
        Tenure tenure = started();
        Shape other = new Shape("other").key("id", "INTEGER");
        tenure.apply(Story.batch(11, Story.at(1, 2).define(other.definition()).upsert(other, 1)));
        tenure.apply(Story.batch(
                20,
                Story.at(2, 1).define(ITEM.definition()).upsert(ITEM, 2, "zwei").upsert(ITEM, 4, "vier")));
        assertEquals(images(2, "zwei", 4, "vier"), rows("item"));
        assertNull(rows("other"));
        assertEquals(new Applied(new SourcePosition(2, 1), 2), tenure.applied().get(Story.SOURCE));
    }

    @Test
    void anAlteredTableKeepsItsRows() throws Exception {
        Tenure tenure = started();
        Shape wider =
                new Shape("thing").key("id", "INTEGER").column("title", "TEXT").column("stock", "INTEGER", "7", 7);
        Lineage lineage = new Lineage.Altered("item", Map.of("id", "id", "title", "name"));
        tenure.apply(Story.batch(
                20, Story.at(1, 2).define(wider.definition(), lineage).upsert(wider, 2, "deux", 8)));
        assertNull(rows("item"));
        Image one = wider.image(1, "one", 7);
        Image two = wider.image(2, "deux", 8);
        assertEquals(Map.of(wider.keyOf(one), one, wider.keyOf(two), two), rows("thing"));
    }

    @Test
    void aDroppedTableIsNoLongerThere() throws Exception {
        started().apply(Story.batch(20, Story.at(1, 2).drop("item")));
        assertNull(rows("item"));
    }

    @Test
    void aRejectedRowIsParkedUntilItIsGoodAgain() throws Exception {
        Tenure tenure = started();
        tenure.apply(Story.batch(20, Story.at(1, 2).reject(ITEM, "no mapping", 1)));
        assertEquals(1, parked());
        tenure.apply(Story.batch(21, Story.at(1, 3).upsert(ITEM, 1, "uno")));
        assertEquals(0, parked());
        assertEquals(images(1, "uno", 2, "two"), rows("item"));
    }

    @Test
    void aLargeTransactionIsVisibleWhenItIsCompleteAndNotBefore() throws Exception {
        Tenure tenure = started();
        Story story = Story.at(1, 2).delete(ITEM, 1).upsert(ITEM, 2, "dos").upsert(ITEM, 3, "tres");
        try (LargeTransaction large = tenure.openLarge(Story.SOURCE, story.position(), false)) {
            write(large, story.parts());
            assertEquals(images(1, "one", 2, "two"), rows("item"));
            large.complete(story.ended(), 30);
        }
        assertEquals(images(2, "dos", 3, "tres"), rows("item"));
        assertEquals(30, target.takeOver(PARTITION).nextOffset());
    }

    @Test
    void aLargeTransactionThatIsLetGoLeavesNothing() throws Exception {
        Tenure tenure = started();
        Story story = Story.at(1, 2).delete(ITEM, 1).upsert(ITEM, 2, "dos");
        try (LargeTransaction large = tenure.openLarge(Story.SOURCE, story.position(), false)) {
            write(large, story.parts());
        }
        assertEquals(images(1, "one", 2, "two"), rows("item"));
        tenure.apply(Story.batch(20, Story.at(1, 2).upsert(ITEM, 2, "due")));
        assertEquals(images(1, "one", 2, "due"), rows("item"));
    }

    @Test
    void aFencedLargeTransactionDoesNotComplete() throws Exception {
        Tenure tenure = started();
        Story story = Story.at(1, 2).delete(ITEM, 1);
        try (LargeTransaction large = tenure.openLarge(Story.SOURCE, story.position(), false)) {
            write(large, story.parts());
            target.takeOver(PARTITION);
            assertThrows(TargetException.Fenced.class, () -> large.complete(story.ended(), 30));
        }
        assertEquals(images(1, "one", 2, "two"), rows("item"));
    }

    @Test
    void aLargeSnapshotReplacesWhatWasThere() throws Exception {
        Tenure tenure = started();
        Story story =
                Story.at(2, 1).define(ITEM.definition()).upsert(ITEM, 2, "zwei").upsert(ITEM, 9, "neun");
        try (LargeTransaction large = tenure.openLarge(Story.SOURCE, story.position(), true)) {
            write(large, story.parts());
            large.complete(story.ended(), 30);
        }
        assertEquals(images(2, "zwei", 9, "neun"), rows("item"));
        assertEquals(Set.of(Story.SOURCE), tenure.applied().keySet());
    }

    @Test
    void aHalfLoadedSnapshotGoesOnWhereItStopped() throws Exception {
        Story story =
                Story.at(1, 1).define(ITEM.definition()).upsert(ITEM, 1, "one").upsert(ITEM, 2, "two");
        try (LargeTransaction large = target.takeOver(PARTITION).openLarge(Story.SOURCE, story.position(), true)) {
            write(large, story.parts().subList(0, 2));
        }
        try (LargeTransaction large = target.takeOver(PARTITION).openLarge(Story.SOURCE, story.position(), true)) {
            long from = large.nextOrdinal();
            write(
                    large,
                    story.parts().stream()
                            .filter(part -> part.ordinal() >= from)
                            .toList());
            large.complete(story.ended(), 30);
        }
        assertEquals(images(1, "one", 2, "two"), rows("item"));
    }

    protected static void write(LargeTransaction large, List<RowEvent.Part> parts) throws TargetException {
        for (RowEvent.Part part : parts) {
            large.write(part, part.ordinal());
        }
    }
}
