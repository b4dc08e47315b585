package dev.lagzero.sink.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.gather.Gatherer;
import dev.lagzero.sink.target.Target;
import dev.lagzero.sink.target.TargetException;
import dev.lagzero.sink.worker.PeopleLog.Step;
import dev.lagzero.sink.worker.PeopleLog.Transaction;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;

/**
 * What holds of any whole transactions of several sources that share rows, swaps of keys among them, whatever target they
 * are applied to.
 */
public abstract class WholeTransactions {

    private static final Target.Partition PARTITION = new Target.Partition("rows", "id", 0);
    private static final Gatherer.Start START = new Gatherer.Start(0, true);

    /** A target, and what it shows. */
    protected interface Shown extends AutoCloseable {
        Target target();

        Collection<Image> rows(String table) throws Exception;

        Set<String> graph() throws Exception;

        @Override
        void close();
    }

    /** A target that nothing was applied to. */
    protected abstract Shown open() throws Exception;

    @Provide
    Arbitrary<List<Transaction>> transactions() {
        Arbitrary<People.Deed> puts = Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(-1, 5),
                        Arbitraries.of("red", "Red", "it's $$").list().ofMaxSize(3))
                .as(People.Deed.Put::new);
        Arbitrary<People.Deed> removals = Arbitraries.integers().between(0, 4).map(People.Deed.Remove::new);
        Arbitrary<People.Deed> deeds =
                Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(4, puts), net.jqwik.api.Tuple.of(1, removals));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(0, 9).map(number -> number == 9),
                        Arbitraries.of(true, false),
                        deeds.list().ofMaxSize(6))
                .as(Transaction::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }

    @Provide
    Arbitrary<Random> random() {
        return Arbitraries.randoms();
    }

    /** apply(transaction) on rows(state before) = rows(state after); and history has one row for each change. */
    protected void applyingATransactionGivesTheRowsOfTheStateAfterIt(List<Transaction> transactions) throws Exception {
        try (Shown shown = open();
                Applier applier =
                        new Applier(shown.target().takeOver(PARTITION), START, Limits.DEFAULT, Runnable::run)) {
            long offset = 0;
            for (Step step : new PeopleLog(transactions).steps()) {
                for (RowEvent event : step.events()) {
                    applier.take(offset++, event);
                }
                applier.drained(offset);
                assertShows(step, shown);
            }
        }
    }

    /** Streams repeat from earlier places, workers and connections die, and read again from where the target says. */
    protected void reprocessingFromAnyEarlierOffsetEndsTheSame(List<Transaction> transactions, Random random)
            throws Exception {
        PeopleLog log = new PeopleLog(transactions);
        try (Shown shown = open()) {
            new History(random, log.events(), shown.target(), PARTITION).run(Runnable::run);
            assertShows(log.steps().getLast(), shown);
        } catch (TargetException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertShows(Step step, Shown shown) throws Exception {
        assertEquals(step.notes(), new HashSet<>(shown.rows("note")));
        assertEquals(step.notes().size(), shown.rows("note").size());
        assertEquals(step.graph(), shown.graph());
        assertEquals(step.log(), new HashSet<>(shown.rows("log")));
        assertEquals(step.log().size(), shown.rows("log").size());
    }
}
