package dev.lagzero.sink.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Statements that go to the server together and are answered together: the wait for each other's answers is what a small
 * transaction costs most. They run one after the other; when one fails, those behind it do not run.
 */
public final class Trip {

    /** Takes what the server says to one statement. */
    private interface Answer {
        Answer UNHEARD = statement -> {};

        void take(PreparedStatement statement) throws SQLException;
    }

    private final List<String> statements = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    /** @param sql one statement, without a semicolon */
    public Trip add(String sql, Object... values) {
        return add(sql, Answer.UNHEARD, values);
    }

    /**
     * The rows of a query, filled when the trip has returned.
     *
     * @param sql as for {@link #add}
     */
    public <T> List<T> ask(String sql, Sql.Reader<T> reader, Object... values) {
        List<T> found = new ArrayList<>();
        add(sql, statement -> takeRows(statement, reader, found), values);
        return found;
    }

    private Trip add(String sql, Answer answer, Object... values) {
        statements.add(sql);
        answers.add(answer);
        parameters.addAll(List.of(values));
        return this;
    }

    public void run(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepare(connection)) {
            statement.execute();
            for (int i = 0; i < answers.size(); i++) {
                if (i > 0) {
                    statement.getMoreResults();
                }
                answers.get(i).take(statement);
            }
        }
    }

    /** The same with one more statement at the end: the number of rows that it has changed. */
    public int update(Connection connection, String sql, Object... values) throws SQLException {
        int[] changed = new int[1];
        add(sql, statement -> changed[0] = statement.getUpdateCount(), values).run(connection);
        return changed[0];
    }

    private static <T> void takeRows(PreparedStatement statement, Sql.Reader<T> reader, List<T> into)
            throws SQLException {
        try (ResultSet rows = statement.getResultSet()) {
            into.addAll(Sql.all(rows, reader));
        }
    }

    private PreparedStatement prepare(Connection connection) throws SQLException {
        // The driver takes the text apart again, and plans each of the statements once.
        PreparedStatement statement = connection.prepareStatement(String.join(";\n", statements));
        try {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }
}
