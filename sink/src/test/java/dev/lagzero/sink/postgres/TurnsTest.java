package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.target.Story;
import dev.lagzero.sink.target.Target.Turn;
import dev.lagzero.sink.target.TargetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written before it is its turn shows with its turn, as if it had been written then. */
class TurnsTest extends PostgresCase {

    private static final String AT_WORK = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND application_name = 'lagzero-writer' AND state = 'idle in transaction'";

    private final Shape item =
            new Shape("item").key("id", "INTEGER").column("name", "TEXT").column("code", "TEXT");
    private final Shape coded = new Shape("coded")
            .key("id", "INTEGER")
            .column("code", "TEXT")
            .column("item", "INTEGER")
            .unique("code")
            .references("item", "item");

    /** Nothing refers to it: what a source that keeps no references does is told above, with somebody who gives way. */
    private final Shape note =
            new Shape("note").key("id", "INTEGER").column("name", "TEXT").column("code", "TEXT");

    @BeforeEach
    void twoItems() throws Exception {
        apply(next().define(item.definition())
                .define(coded.definition())
                .insert(item, 1, "one", "a")
                .insert(item, 2, "two", "b")
                .insert(coded, 1, "x", 1));
    }

    private Turn turn(Story... stories) {
        return tenure.turn(Story.batch(100, stories));
    }

    private void assertWrittenAhead(int batches) {
        assertEquals(batches, Integer.parseInt(ask(AT_WORK)));
    }

    private static void inOrder(Turn... turns) throws TargetException {
        for (Turn turn : turns) {
            turn.apply();
        }
    }

    @Test
    void whatIsWrittenAheadShowsWithItsTurn() throws Exception {
        Turn first = turn(next().insert(item, 3, "three", "c"));
        Turn second = turn(next().insert(item, 4, "four", "d").change(item, row(2, "two", "b"), 2, "dos", "b"));
        second.ahead();
        assertWrittenAhead(1);
        assertRows(item, row(1, "one", "a"), row(2, "two", "b"));
        first.apply();
        assertRows(item, row(1, "one", "a"), row(2, "two", "b"), row(3, "three", "c"));
        second.apply();
        assertRows(item, row(1, "one", "a"), row(2, "dos", "b"), row(3, "three", "c"), row(4, "four", "d"));
        assertWrittenAhead(0);
        takeOver();
        assertEquals(
                new SourcePosition(1, 3), tenure.applied().get(Story.SOURCE).position());
    }

    @Test
    void whatIsTakenBackIsAppliedInItsTurn() throws Exception {
        Turn first = turn(next().insert(item, 3, "three", "c"));
        Turn second = turn(next().insert(item, 4, "four", "d"));
        second.ahead();
        second.takeBack();
        assertWrittenAhead(0);
        inOrder(first, second);
        assertRows(item, row(1, "one", "a"), row(2, "two", "b"), row(3, "three", "c"), row(4, "four", "d"));
    }

    @Test
    void whatIsWrittenAheadIsLostWithItsTenure() throws Exception {
        Turn first = turn(next().insert(item, 3, "three", "c"));
        Turn second = turn(next().insert(item, 4, "four", "d"));
        second.ahead();
        first.apply();
        takeOver();
        assertThrows(TargetException.Fenced.class, second::apply);
        assertRows(item, row(1, "one", "a"), row(2, "two", "b"), row(3, "three", "c"));
        assertWrittenAhead(0);
        apply(Story.at(1, 3).insert(item, 5, "five", "e"));
    }

    @Test
    void nothingIsWrittenAheadWhereATriggerWouldSeeIt() throws Exception {
        database.run("CREATE FUNCTION public.look() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " NEW.name := NEW.name || (SELECT count(*) FROM public.item); RETURN NEW; END $$");
        database.run("CREATE TRIGGER look BEFORE INSERT ON public.item FOR EACH ROW EXECUTE FUNCTION public.look()");
        Turn first = turn(next().insert(item, 3, "three", "c"));
        Turn second = turn(next().insert(item, 4, "four", "d"));
        second.ahead();
        assertWrittenAhead(0);
        inOrder(first, second);
        assertRows(item, row(1, "one", "a"), row(2, "two", "b"), row(3, "three2", "c"), row(4, "four3", "d"));
    }

    @Test
    void aRowOfBothIsWrittenInItsTurn() throws Exception {
        Turn first = turn(next().change(item, row(1, "one", "a"), 1, "uno", "a"));
        Turn second = turn(next().change(item, row(1, "uno", "a"), 1, "uno", "z"));
        second.ahead();
        assertWrittenAhead(0);
        inOrder(first, second);
        assertRows(item, row(1, "uno", "z"), row(2, "two", "b"));
    }

    @Test
    void whatIsWrittenAheadIsWrittenAgainWhenTheTableHasBecomeAnother() throws Exception {
        Turn first = turn(next().insert(coded, 2, "y", "no number"));
        Turn second = turn(next().insert(coded, 3, "z", 2));
        second.ahead();
        assertWrittenAhead(1);
        Thread applying = Thread.ofPlatform().start(() -> assertApplies(first));
        Thread.sleep(50);
        second.takeBack();
        applying.join();
        second.apply();
        assertRows(coded, row(1, "x", 1), row(2, "y", "no number"), row(3, "z", 2));
    }

    private static void assertApplies(Turn turn) {
        try {
            turn.apply();
        } catch (TargetException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothingIsWrittenAheadOfADefinition() throws Exception {
        Shape other = new Shape("other").key("id", "INTEGER").column("name", "TEXT");
        Turn first = turn(next().define(other.definition()));
        Turn second = turn(next().insert(other, 1, "one"));
        second.ahead();
        assertWrittenAhead(0);
        inOrder(first, second);
        assertRows(other, row(1, "one"));
    }

    @Test
    void nothingIsWrittenAheadWhileARowIsParked() throws Exception {
        Turn first = turn(next().insert(item, 3, "bad\0", "c"));
        first.apply();
        assertParked(1);
        Turn second = turn(next().change(item, row(1, "one", "a"), 1, "uno", "a"));
        Turn third = turn(next().change(item, row(3, "bad\0", "c"), 3, "three", "c"));
        third.ahead();
        assertWrittenAhead(0);
        inOrder(second, third);
        assertParked(0);
        assertRows(item, row(1, "uno", "a"), row(2, "two", "b"), row(3, "three", "c"));
    }

    @Test
    void whatIsParkedByTheBatchBeforeDoesNotDisturb() throws Exception {
        Turn first = turn(next().insert(item, 3, "bad\0", "c"));
        Turn second = turn(next().change(item, row(1, "one", "a"), 1, "uno", "a"));
        second.ahead();
        assertWrittenAhead(1);
        inOrder(first, second);
        assertParked(1);
        assertRows(item, row(1, "uno", "a"), row(2, "two", "b"));
        apply(next().change(item, row(3, "bad\0", "c"), 3, "good", "c"));
        assertParked(0);
    }

    @Test
    void aUniqueValueThatTheBatchBeforeLetsGoOfIsTaken() throws Exception {
        Turn first = turn(next().change(coded, row(1, "x", 1), 1, "y", 1));
        Turn second = turn(next().insert(coded, 2, "x", 2));
        second.ahead();
        inOrder(first, second);
        assertRows(coded, row(1, "y", 1), row(2, "x", 2));
        assertEquals("IN_FORCE", state("coded", "UNIQUE"));
    }

    @Test
    void aRowMayReferToOneOfTheBatchBefore() throws Exception {
        Turn first = turn(next().insert(item, 3, "three", "c"));
        Turn second = turn(next().insert(coded, 2, "y", 3));
        second.ahead();
        inOrder(first, second);
        assertRows(coded, row(1, "x", 1), row(2, "y", 3));
        assertEquals("IN_FORCE", state("coded", "FOREIGN_KEY"));
    }

    @Test
    void aReferenceToARowThatIsNowhereSetsTheConstraintAside() throws Exception {
        Turn first = turn(next().insert(item, 3, "three", "c"));
        Turn second = turn(next().insert(coded, 2, "y", 99));
        second.ahead();
        inOrder(first, second);
        assertRows(coded, row(1, "x", 1), row(2, "y", 99));
        assertEquals("SET_ASIDE", state("coded", "FOREIGN_KEY"));
    }

    /** What a source that keeps no references can do: a row goes, and a child of it comes, in the wrong order. */
    @Test
    void aBatchThatWaitsForOneWrittenAheadGoesOnWhenThatIsTakenBack() throws Exception {
        Turn first = turn(next().insert(coded, 2, "y", 2));
        Turn second = turn(next().delete(item, 2));
        second.ahead();
        assertWrittenAhead(1);
        Thread applying = Thread.ofPlatform().start(() -> assertApplies(first));
        Thread.sleep(50);
        second.takeBack();
        applying.join();
        assertRows(coded, row(1, "x", 1), row(2, "y", 2));
        second.apply();
        assertRows(item, row(1, "one", "a"));
    }

    @Test
    void anyBatchesEndAsIfNoneHadBeenWrittenAhead() throws Exception {
        long seed = System.nanoTime();
        System.out.println("TurnsTest seed " + seed);
        Random random = new Random(seed);
        Map<Integer, Object[]> truth = new HashMap<>();
        apply(next().define(note.definition()));
        for (int round = 0; round < 60; round++) {
            Turn first = turn(some(random, truth));
            Turn second = turn(some(random, truth));
            second.ahead();
            inOrder(first, second);
            assertRows(note, truth.values().toArray(Object[][]::new));
        }
        assertParked(0);
    }

    /** One transaction of a few rows. */
    private Story some(Random random, Map<Integer, Object[]> truth) {
        Story story = next();
        List<Integer> keys = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9));
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int key = keys.remove(random.nextInt(keys.size()));
            Object[] before = truth.get(key);
            Object[] after = row(key, "name" + random.nextInt(3), "code" + random.nextInt(3));
            if (before == null) {
                story.insert(note, after);
            } else if (random.nextInt(3) == 0) {
                story.delete(note, key);
                truth.remove(key);
                continue;
            } else {
                story.change(note, before, after);
            }
            truth.put(key, after);
        }
        return story;
    }
}
