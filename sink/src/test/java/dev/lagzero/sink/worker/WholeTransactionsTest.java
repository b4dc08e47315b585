package dev.lagzero.sink.worker;

import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.target.InMemoryTarget;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** On the twin, so many of them. */
class WholeTransactionsTest extends WholeTransactions {

    private record Twin(InMemoryTarget target) implements Shown {
        @Override
        public Collection<Image> rows(String table) {
            return target.mapped(table).values();
        }

        @Override
        public Set<String> graph() {
            return target.graph();
        }

        @Override
        public void close() {
            target.close();
        }
    }

    @Override
    protected Shown open() {
        return new Twin(new InMemoryTarget());
    }

    @Override
    @Property(tries = 500)
    protected void applyingATransactionGivesTheRowsOfTheStateAfterIt(
            @ForAll("transactions") List<PeopleLog.Transaction> transactions) throws Exception {
        super.applyingATransactionGivesTheRowsOfTheStateAfterIt(transactions);
    }

    @Override
    @Property(tries = 500)
    protected void reprocessingFromAnyEarlierOffsetEndsTheSame(
            @ForAll("transactions") List<PeopleLog.Transaction> transactions, @ForAll("random") Random random)
            throws Exception {
        super.reprocessingFromAnyEarlierOffsetEndsTheSame(transactions, random);
    }
}
