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

    private final List<String> statements = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    /** @param sql one statement, without a semicolon */
    public Trip add(String sql, Object... values) {
        statements.add(sql);
        parameters.addAll(List.of(values));
        return this;
    }

    public void run(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepare(connection)) {
            statement.execute();
        }
    }

    /** The rows of the last statement, which is a query. */
    public <T> List<T> query(Connection connection, Sql.Reader<T> reader) throws SQLException {
        try (PreparedStatement statement = prepare(connection)) {
            statement.execute();
            for (int i = 1; i < statements.size(); i++) {
                statement.getMoreResults();
            }
            try (ResultSet rows = statement.getResultSet()) {
                return Sql.all(rows, reader);
            }
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
