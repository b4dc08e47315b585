package dev.lagzero.sink.write;

import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.jdbc.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds the rows that a server refuses: what fails as a whole is halved until one row is left. Every half runs in a
 * savepoint.
 */
public final class Bisection<R> {

    /** Writes some rows, or none of them. */
    @FunctionalInterface
    public interface Step<R> {
        void run(List<R> rows) throws SQLException;
    }

    /** Told of each row that is refused on its own. */
    @FunctionalInterface
    public interface Refusal<R> {
        void refused(R row, SqlError error) throws SQLException;
    }

    private final Connection connection;
    private final Predicate<SqlError> rowsFault;
    private final Refusal<R> refusal;

    /** @param rowsFault which errors a row is to blame for; others end the search */
    public Bisection(Connection connection, Predicate<SqlError> rowsFault, Refusal<R> refusal) {
        this.connection = connection;
        this.rowsFault = rowsFault;
        this.refusal = refusal;
    }

    public void run(List<R> rows, Step<R> step) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try {
            Transaction.attempt(connection, () -> step.run(rows));
        } catch (SQLException e) {
            SqlError error = SqlError.of(e);
            if (error.meaning() != SqlError.Meaning.DATA || !rowsFault.test(error)) {
                throw e;
            }
            if (rows.size() == 1) {
                refusal.refused(rows.getFirst(), error);
            } else {
                int half = rows.size() / 2;
                run(rows.subList(0, half), step);
                run(rows.subList(half, rows.size()), step);
            }
        }
    }
}
