package dev.lagzero.sink.target;

import static dev.lagzero.sink.target.MappedRows.append;
import static dev.lagzero.sink.target.MappedRows.edge;
import static dev.lagzero.sink.target.MappedRows.erase;
import static dev.lagzero.sink.target.MappedRows.noEdge;
import static dev.lagzero.sink.target.MappedRows.noNote;
import static dev.lagzero.sink.target.MappedRows.noShared;
import static dev.lagzero.sink.target.MappedRows.noVertex;
import static dev.lagzero.sink.target.MappedRows.note;
import static dev.lagzero.sink.target.MappedRows.share;
import static dev.lagzero.sink.target.MappedRows.shared;
import static dev.lagzero.sink.target.MappedRows.vertex;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.target.Target.LargeTransaction;
import dev.lagzero.sink.target.Target.Partition;
import dev.lagzero.sink.target.Target.Tenure;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every target promises of a mapped projection: shared rows, the graph, history, replacing snapshots. */
public abstract class MappedContract {

    protected static final Partition PARTITION = new Partition("rows", "topic-1", 0);
    private static final String A = "(:Item a)";
    private static final String T = "(:Tag t)";

    protected Target target;
    protected Tenure tenure;
    private long epoch = 1;
    private long sequence;

    protected abstract Target open() throws Exception;

    /** Rows of {@code note} or {@code log}. */
    protected abstract Collection<Image> rows(String table) throws Exception;

    /** {@link GraphLines} of all there is. */
    protected abstract Set<String> graph() throws Exception;

    protected abstract int parked() throws Exception;

    @BeforeEach
    void openTarget() throws Exception {
        target = open();
        tenure = target.takeOver(PARTITION);
    }

    @AfterEach
    void closeTarget() {
        target.close();
    }

    private Story next() {
        sequence++;
        return Story.at(epoch, sequence);
    }

    private Story nextEpoch() {
        epoch++;
        sequence = 1;
        return Story.at(epoch, 1);
    }

    private void apply(Row... rows) throws Exception {
        apply(next().rows(List.of(rows)));
    }

    private void apply(Story... stories) throws Exception {
        tenure.apply(Story.batch(100, stories));
    }

    private void large(Story story) throws Exception {
        try (LargeTransaction large = tenure.openLarge(
                story.source(), story.position(), story.position().opensEpoch())) {
            TargetContract.write(large, story.parts());
            large.complete(story.ended(), 200);
        }
    }

    private Set<String> notes() throws Exception {
        return rows("note").stream()
                .map(image -> InMemoryTarget.text(image))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<String> log() throws Exception {
        return rows("log").stream()
                .map(image -> ((Value.Text) image.get("of")).value() + "=" + ((Value.Text) image.get("body")).value())
                .sorted()
                .toList();
    }

    private static String line(String label, Object... properties) {
        return GraphLines.vertex(label, MappedRows.image(properties));
    }

    private static String hasTag(Object... properties) {
        return GraphLines.edge("HAS_TAG", A, T, GraphLines.sorted(MappedRows.image(properties)));
    }

    @Test
    void rowsOfTablesThatAreThereComeChangeAndGo() throws Exception {
        apply(note("a", "first", 1), note("b", "second", 2));
        apply(note("a", "newer", 3), noNote("b"));
        assertEquals(1, rows("note").size());
        assertEquals(
                MappedRows.image("id", "a", "body", "newer", "size", 3),
                rows("note").iterator().next());
    }

    @Test
    void aPropertyThatIsNullIsGone() throws Exception {
        apply(vertex("Item", "a", "title", "x", "size", 2, "weight", 0.5));
        assertEquals(Set.of(line("Item", "id", "a", "title", "x", "size", 2, "weight", 0.5)), graph());
        apply(vertex("Item", "a", "title", null, "size", 3, "weight", 1.0));
        assertEquals(Set.of(line("Item", "id", "a", "size", 3, "weight", 1.0)), graph());
    }

    @Test
    void aPropertyThatChangesOnlyItsKindIsWritten() throws Exception {
        apply(vertex("Item", "a", "size", 1.0));
        apply(vertex("Item", "a", "size", 1));
        assertEquals(Set.of(line("Item", "id", "a", "size", 1)), graph());
    }

    @Test
    void textsOfAnyKindAreKept() throws Exception {
        String hard = "a\"b\\c\nd $$ e' ü 𝄞 {x} \u0001";
        apply(vertex("Item", hard, "title", hard), shared("Tag", "t", share("1", 0)), edge("HAS_TAG", hard, "t"));
        assertEquals(
                Set.of(
                        line("Item", "id", hard, "title", hard),
                        line("Tag", "id", "t"),
                        GraphLines.edge("HAS_TAG", "(:Item " + hard + ")", T, Map.of())),
                graph());
        apply(noVertex("Item", hard), noEdge("HAS_TAG", hard, "t"));
        assertEquals(Set.of(line("Tag", "id", "t")), graph());
    }

    @Test
    void anEdgeWaitsForItsEndsAndWaitsAgainWhenOneGoes() throws Exception {
        apply(edge("HAS_TAG", "a", "t", "since", 7));
        assertEquals(Set.of(), graph());
        apply(vertex("Item", "a"));
        assertEquals(Set.of(line("Item", "id", "a")), graph());
        apply(vertex("Tag", "t"));
        Set<String> whole = Set.of(line("Item", "id", "a"), line("Tag", "id", "t"), hasTag("since", 7));
        assertEquals(whole, graph());
        apply(noVertex("Tag", "t"));
        assertEquals(Set.of(line("Item", "id", "a")), graph());
        apply(vertex("Tag", "t"));
        assertEquals(whole, graph());
        apply(noVertex("Tag", "t"));
        apply(noEdge("HAS_TAG", "a", "t"));
        apply(vertex("Tag", "t"));
        assertEquals(Set.of(line("Item", "id", "a"), line("Tag", "id", "t")), graph());
    }

    @Test
    void anEdgeChangesItsProperties() throws Exception {
        apply(vertex("Item", "a"), vertex("Tag", "t"), edge("HAS_TAG", "a", "t", "since", 7));
        apply(edge("HAS_TAG", "a", "t", "since", null, "why", "x"));
        assertEquals(Set.of(line("Item", "id", "a"), line("Tag", "id", "t"), hasTag("why", "x")), graph());
    }

    @Test
    void aSharedRowShowsItsHighestHolderAndGoesWithTheLast() throws Exception {
        apply(shared("Tag", "t", share("1", 0), "of", "one"), shared("Tag", "t", share("2", 0), "of", "two"));
        assertEquals(Set.of(line("Tag", "id", "t", "of", "one")), graph());
        apply(shared("Tag", "t", share("3", 5), "of", "three"));
        assertEquals(Set.of(line("Tag", "id", "t", "of", "three")), graph());
        apply(noShared("Tag", "t", share("3", 5)), noShared("Tag", "t", share("1", 0)));
        assertEquals(Set.of(line("Tag", "id", "t", "of", "two")), graph());
        apply(noShared("Tag", "t", share("2", 0)));
        assertEquals(Set.of(), graph());
    }

    @Test
    void twoSourcesShareARow() throws Exception {
        apply(shared("Tag", "t", share("1", 0), "of", "one"));
        apply(Story.of("other", 1, 1).row(shared("Tag", "t", share("1", 1), "of", "other")));
        assertEquals(Set.of(line("Tag", "id", "t", "of", "other")), graph());
        apply(noShared("Tag", "t", share("1", 0)));
        assertEquals(Set.of(line("Tag", "id", "t", "of", "other")), graph());
        apply(Story.of("other", 1, 2).row(noShared("Tag", "t", share("1", 1))));
        assertEquals(Set.of(), graph());
    }

    @Test
    void aDroppedSourceTableTakesItsRowsAndNoOthers() throws Exception {
        Row mine = shared("Tag", "t", share("1", 5), "of", "mine");
        apply(
                next().of("items", List.of(note("a", "x", 1), vertex("Item", "a"), edge("HAS_TAG", "a", "t"), mine))
                        .of("others", List.of(note("b", "y", 2), vertex("Item", "b"))),
                Story.of("other", 1, 1)
                        .of("items", List.of(note("c", "z", 3), shared("Tag", "t", share("1", 0), "of", "theirs"))));
        apply(next().drop("items").of("items", List.of(note("d", "anew", 4))));
        assertEquals(
                Set.of(
                        InMemoryTarget.text(MappedRows.image("id", "b", "body", "y", "size", 2)),
                        InMemoryTarget.text(MappedRows.image("id", "c", "body", "z", "size", 3)),
                        InMemoryTarget.text(MappedRows.image("id", "d", "body", "anew", "size", 4))),
                notes());
        assertEquals(Set.of(line("Item", "id", "b"), line("Tag", "id", "t", "of", "theirs")), graph());
        Story gone = next().drop("others");
        large(gone);
        assertEquals(2, rows("note").size());
        assertEquals(Set.of(line("Tag", "id", "t", "of", "theirs")), graph());
    }

    @Test
    void aSnapshotReplacesWhatItsSourceHeldAndNothingElse() throws Exception {
        beforeTheSnapshot();
        apply(snapshot());
        assertReplaced();
    }

    @Test
    void aLargeSnapshotReplacesTheSame() throws Exception {
        beforeTheSnapshot();
        large(snapshot());
        assertReplaced();
    }

    @Test
    void aHalfLoadedSnapshotGoesOnWhereItStopped() throws Exception {
        beforeTheSnapshot();
        Story snapshot = snapshot();
        try (LargeTransaction large = tenure.openLarge(snapshot.source(), snapshot.position(), true)) {
            TargetContract.write(large, snapshot.parts().subList(0, 1));
        }
        tenure = target.takeOver(PARTITION);
        large(snapshot);
        assertReplaced();
    }

    private void beforeTheSnapshot() throws Exception {
        apply(note("a", "x", 1), note("b", "y", 2), shared("Tag", "t", share("1", 0)), vertex("Item", "a"));
        apply(Story.of("other", 1, 1).row(shared("Tag", "u", share("1", 0))));
    }

    private Story snapshot() {
        return nextEpoch().row(note("b", "z", 3)).row(shared("Tag", "v", share("1", 0)));
    }

    private void assertReplaced() throws Exception {
        assertEquals(List.of(MappedRows.image("id", "b", "body", "z", "size", 3)), List.copyOf(rows("note")));
        assertEquals(Set.of(line("Tag", "id", "u"), line("Tag", "id", "v")), graph());
    }

    @Test
    void historyIsWrittenOnceAndKeptOverSnapshots() throws Exception {
        Story first = next();
        first.row(append(first, "a", "1"));
        Story second = next();
        second.row(append(second, "a", "1")).row(append(second, "b", "2"));
        apply(first, second);
        assertEquals(List.of("a=1", "a=1", "b=2"), log());
        apply(nextEpoch());
        assertEquals(List.of("a=1", "a=1", "b=2"), log());
        Story third = next();
        third.row(append(third, "c", "3")).row(erase(third, "a"));
        Story fourth = next();
        fourth.row(append(fourth, "a", "4"));
        apply(third, fourth);
        assertEquals(List.of("a=4", "b=2", "c=3"), log());
    }

    @Test
    void inALargeTransactionAnUpsertBeatsADeleteInAnyOrder() throws Exception {
        apply(note("a", "x", 1), vertex("Item", "a"), vertex("Tag", "t"), edge("HAS_TAG", "a", "t"));
        Story story = next().row(noNote("a"))
                .row(note("a", "y", 2))
                .row(edge("HAS_TAG", "a", "t", "since", 1))
                .row(noEdge("HAS_TAG", "a", "t"))
                .row(noVertex("Tag", "t"));
        // The same once more, so far apart that no target holds both ends at once.
        story.row(note("b", "z", 3)).row(edge("HAS_TAG", "a", "t", "since", 1));
        for (int i = 0; i < 6_000; i++) {
            story.rows(List.of());
        }
        story.row(noNote("b")).row(noEdge("HAS_TAG", "a", "t"));
        story.row(append(story, "a", "x"));
        large(story);
        assertEquals(Set.of(line("Item", "id", "a")), graph());
        assertEquals(
                Set.of(
                        InMemoryTarget.text(MappedRows.image("id", "a", "body", "y", "size", 2)),
                        InMemoryTarget.text(MappedRows.image("id", "b", "body", "z", "size", 3))),
                notes());
        assertEquals(List.of("a=x"), log());
        apply(vertex("Tag", "t"));
        assertEquals(Set.of(line("Item", "id", "a"), line("Tag", "id", "t"), hasTag("since", 1)), graph());
    }

    @Test
    void aRejectedSourceRowIsParkedUntilItIsSettled() throws Exception {
        apply(new Row.Reject("items", MappedRows.key("1"), "no timezone"));
        assertEquals(1, parked());
        apply(new Row.Settle("items", MappedRows.key("1")), note("1", "x", 1));
        assertEquals(0, parked());
    }

    /** Told to this target and to the twin: batches, large transactions, snapshots and take-overs of two sources. */
    @Test
    void anyHistoryOfTwoSourcesShowsWhatTheTwinShows() throws Exception {
        long seed = Long.getLong("lagzero.seed", System.nanoTime());
        Random random = new Random(seed);
        InMemoryTarget twin = new InMemoryTarget();
        Tenure other = twin.takeOver(PARTITION);
        List<RandomSource> sources = List.of(
                new RandomSource(Story.SOURCE, new RandomMapped("a", random)),
                new RandomSource("other", new RandomMapped("b", random)));
        for (int round = 0; round < 60; round++) {
            Story story = sources.get(random.nextInt(2)).next(random);
            try {
                other.apply(Story.batch(100, story));
                if (random.nextInt(3) == 0) {
                    large(story);
                } else {
                    apply(story);
                }
                assertEquals(twin.graph(), graph());
                assertEquals(Set.copyOf(twin.mapped("note").values()), Set.copyOf(rows("note")));
                assertEquals(Set.copyOf(twin.mapped("log").values()), Set.copyOf(rows("log")));
            } catch (TargetException | RuntimeException | AssertionError e) {
                throw new AssertionError("-Dlagzero.seed=" + seed + ", round " + round + ": " + e.getMessage(), e);
            }
            if (random.nextInt(6) == 0) {
                tenure = target.takeOver(PARTITION);
            }
        }
        assertEquals(0, parked());
    }

    private static final class RandomSource {
        private final String name;
        private final RandomMapped rows;
        private long epoch = 1;
        private long sequence;

        RandomSource(String name, RandomMapped rows) {
            this.name = name;
            this.rows = rows;
        }

        Story next(Random random) {
            if (sequence == 0 || random.nextInt(10) == 0) {
                epoch++;
                sequence = 1;
                Story story = Story.of(name, epoch, 1);
                rows.snapshot(story);
                return story;
            }
            sequence++;
            Story story = Story.of(name, epoch, sequence);
            rows.transaction(story);
            return story;
        }
    }
}
