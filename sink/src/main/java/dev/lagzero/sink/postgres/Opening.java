package dev.lagzero.sink.postgres;

import dev.lagzero.sink.book.Progress;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.jdbc.Transaction;
import dev.lagzero.sink.jdbc.Trip;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A transaction that begins on the trip of its first statement: who writes a few rows would wait for the answer to its
 * beginning as long as for that to the rows. The rows of a tenure that has ended are written as well then, seen by nobody,
 * and taken back: {@link #verified} comes before the commit.
 */
final class Opening implements AutoCloseable {

    private final Transaction transaction;
    private final Trip beginning;
    private final Progress.Check check;
    private boolean begun;

    /** @param check whether it is still this tenure's turn, as the beginning was told */
    Opening(Transaction transaction, Trip beginning, Progress.Check check) {
        this.transaction = transaction;
        this.beginning = beginning;
        this.check = check;
    }

    /** Only for what asks the server nothing: its statements go by {@link #update}. */
    Connection connection() {
        return transaction.connection();
    }

    /** The number of rows that the statement has changed. */
    int update(String sql, Object... values) throws SQLException {
        if (begun) {
            return Sql.update(transaction.connection(), sql, values);
        }
        begun = true;
        return beginning.update(transaction.connection(), sql, values);
    }

    Transaction verified() throws SQLException, TargetException {
        if (!begun) {
            begun = true;
            beginning.run(transaction.connection());
        }
        check.run();
        return transaction;
    }

    @Override
    public void close() throws SQLException {
        transaction.close();
    }
}
