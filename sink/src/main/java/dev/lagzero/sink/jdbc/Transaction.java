package dev.lagzero.sink.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import javax.sql.DataSource;

/** A transaction on a pooled connection: what is not committed when it is closed is rolled back. */
public final class Transaction implements AutoCloseable {

    /** Work that may fail as a whole and leaves the transaction usable. */
    @FunctionalInterface
    public interface Work {
        void run() throws SQLException;
    }

    private final Connection connection;

    private Transaction(Connection connection) {
        this.connection = connection;
    }

    public static Transaction begin(DataSource pool) throws SQLException {
        Connection connection = pool.getConnection();
        connection.setAutoCommit(false);
        return new Transaction(connection);
    }

    public Connection connection() {
        return connection;
    }

    public void commit() throws SQLException {
        connection.commit();
    }

    /** Commits after the statements of the trip, on the same trip. */
    public void commit(Trip last) throws SQLException {
        last.add("COMMIT").run(connection);
    }

    /** Runs the work in a savepoint: all of it is undone when it throws. */
    public static void attempt(Connection connection, Work work) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        try {
            work.run();
            connection.releaseSavepoint(savepoint);
        } catch (SQLException e) {
            if (SqlError.of(e).meaning() != SqlError.Meaning.UNAVAILABLE) {
                connection.rollback(savepoint);
                connection.releaseSavepoint(savepoint);
            }
            throw e;
        }
    }

    /** Closes and says whether that went well: a broken connection has taken its transaction with it. */
    public boolean release() {
        try {
            close();
            return true;
        } catch (SQLException broken) {
            return false;
        }
    }

    /** The pool rolls back what is open when it takes a connection back. */
    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
