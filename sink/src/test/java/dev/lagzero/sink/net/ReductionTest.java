package dev.lagzero.sink.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lagzero.schemas.row.Former;
import dev.lagzero.sink.net.NetRow.Action;
import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.target.Story;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReductionTest {

    private final Shape shape = new Shape("t").key("id", "INTEGER").column("v", "TEXT");

    private static List<Segment> segments(Story... stories) {
        return Reduction.segments(Stream.of(stories).map(Story::transaction).toList());
    }

    private static NetRow only(List<Segment> segments) {
        assertEquals(1, segments.size());
        return segments.getFirst().rows().of("t").iterator().next();
    }

    @Test
    void anUpsertBeatsADeleteWithinATransaction() {
        assertEquals(
                Action.WRITE,
                only(segments(Story.at(1, 2).upsert(shape, 1, "a").delete(shape, 1)))
                        .action());
        assertEquals(
                Action.WRITE,
                only(segments(Story.at(1, 2).delete(shape, 1).upsert(shape, 1, "a")))
                        .action());
    }

    @Test
    void aLaterTransactionWins() {
        NetRow row = only(
                segments(Story.at(1, 2).upsert(shape, 1, "a"), Story.at(1, 3).delete(shape, 1)));
        assertEquals(Action.REMOVE, row.action());
        assertEquals(3, row.position().sequence());
    }

    @Test
    void aRejectionLeavesTheRowAsTheTransactionBeforeLeftIt() {
        NetRow row = only(
                segments(Story.at(1, 2).upsert(shape, 1, "a"), Story.at(1, 3).reject(shape, "odd", 1)));
        assertEquals(Action.WRITE, row.action());
        assertEquals("odd", row.objection());
    }

    @Test
    void aGoodImageAfterARejectionResolvesIt() {
        NetRow row = only(
                segments(Story.at(1, 2).reject(shape, "odd", 1), Story.at(1, 3).upsert(shape, 1, "a")));
        assertEquals("", row.objection());
    }

    @Test
    void twoDifferentUpsertsOfAKeyAreAnObjectionAndTwoEqualOnesAreNot() {
        NetRow differing = only(segments(Story.at(1, 2).upsert(shape, 1, "a").upsert(shape, 1, "b")));
        assertEquals(Action.KEEP, differing.action());
        assertFalse(differing.objection().isEmpty());
        NetRow equal = only(segments(Story.at(1, 2).upsert(shape, 1, "a").upsert(shape, 1, "a")));
        assertEquals(Action.WRITE, equal.action());
    }

    @Test
    void aDefinitionBeginsASegmentAndComesBeforeTheRowsOfItsTransaction() {
        List<Segment> segments = segments(
                Story.at(1, 2).upsert(shape, 1, "a"),
                Story.at(1, 3).upsert(shape, 2, "b").define(shape.definition()),
                Story.at(1, 4).upsert(shape, 3, "c"),
                Story.at(2, 1).define(shape.definition()));
        assertEquals(3, segments.size());
        assertEquals(1, segments.get(1).definitions().size());
        assertEquals(2, segments.get(1).rows().of("t").size());
        assertEquals(Story.SOURCE, segments.get(2).snapshotOf());
    }

    @Test
    void keysOfDifferentStorageClassesAreDifferentKeys() {
        List<Segment> segments = segments(
                Story.at(1, 2).upsert(shape, 1, "a").upsert(shape, 1.0, "b").upsert(shape, "1", "c"));
        assertEquals(3, segments.getFirst().rows().of("t").size());
    }

    @Test
    void ofSeveralTransactionsItIsKnownWhatWasThereBeforeAllOfThem() {
        Object[] a = {1, "a"};
        Object[] b = {1, "b"};
        assertEquals(
                Former.ABSENT,
                former(Story.at(1, 2).insert(shape, a), Story.at(1, 3).change(shape, a, b)));
        assertEquals(
                Former.changed(0b10),
                former(Story.at(1, 2).change(shape, a, b), Story.at(1, 3).change(shape, b, a)));
        assertEquals(
                Former.UNKNOWN,
                former(Story.at(1, 2).delete(shape, 1), Story.at(1, 3).insert(shape, a)));
        assertEquals(Former.UNKNOWN, former(Story.at(1, 2).delete(shape, 1).insert(shape, a)));
        assertEquals(
                Former.UNKNOWN,
                former(
                        Story.at(1, 2).change(shape, a, b),
                        Story.at(1, 3).reject(shape, "odd", 1),
                        Story.at(1, 4).change(shape, a, b)));
    }

    private static Former former(Story... stories) {
        return only(segments(stories)).former();
    }
}
