package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.graph.GraphKind;
import dev.lagzero.sink.target.MappedRows;
import dev.lagzero.sink.target.Target;
import dev.lagzero.sink.target.TargetException;
import dev.lagzero.sink.worker.PeopleLog.Transaction;
import dev.lagzero.sink.worker.WholeTransactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** On the real target, so a few of them, each in a database of its own. */
class WholeTransactionsOnPostgresTest extends WholeTransactions {

    private static final int TRIES = 8;

    private record Tables(Server.Database database, Target target) implements Shown {

        @Override
        public Collection<Image> rows(String table) throws SQLException {
            try (Connection connection = database.connect()) {
                return MappedDatabase.rows(connection, table);
            }
        }

        @Override
        public Set<String> graph() throws SQLException {
            if (database.ask("SELECT to_regclass('graph.vertices')") == null) {
                return Set.of();
            }
            try (Connection connection = database.connect()) {
                return MappedDatabase.tables(connection);
            }
        }

        @Override
        public void close() {
            target.close();
        }
    }

    @Override
    protected Shown open() throws TargetException {
        Server.Database database = Server.database();
        MappedRows.TABLES.forEach(sql -> database.run("SET ROLE lagzero_owner; " + sql));
        return new Tables(database, PostgresTarget.open(database.mapped(GraphKind.TABLES, "graph")));
    }

    @Override
    @Property(tries = TRIES)
    protected void applyingATransactionGivesTheRowsOfTheStateAfterIt(
            @ForAll("transactions") List<Transaction> transactions) throws Exception {
        super.applyingATransactionGivesTheRowsOfTheStateAfterIt(transactions);
    }

    @Override
    @Property(tries = TRIES)
    protected void reprocessingFromAnyEarlierOffsetEndsTheSame(
            @ForAll("transactions") List<Transaction> transactions, @ForAll("random") Random random) throws Exception {
        super.reprocessingFromAnyEarlierOffsetEndsTheSame(transactions, random);
    }
}
