package dev.lagzero.sink.book;

import dev.lagzero.schemas.avro.RowAvro;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** {@code lagzero.staged_part}: what a large transaction of a mapped projection has brought so far, as the log has it. */
public final class StagedParts {

    private static final String WHERE = " WHERE projection = ? AND source = ?";

    private final String projection;
    private final String source;

    /** Takes some parts of the transaction, in their order. */
    @FunctionalInterface
    public interface Taker {
        void take(List<RowEvent.Part> parts) throws SQLException, TargetException;
    }

    public StagedParts(String projection, String source) {
        this.projection = projection;
        this.source = source;
    }

    public void add(Connection connection, List<RowEvent.Part> parts) throws SQLException {
        Object[] ordinals = parts.stream().map(RowEvent.Part::ordinal).toArray();
        byte[][] bytes = parts.stream().map(RowAvro::encode).toArray(byte[][]::new);
        Sql.update(
                connection,
                "INSERT INTO lagzero.staged_part SELECT ?, ?, u.* FROM unnest(?::bigint[], ?::bytea[]) AS u",
                projection,
                source,
                connection.createArrayOf("bigint", ordinals),
                connection.createArrayOf("bytea", bytes));
    }

    /** @param atOnce at most so many */
    public void each(Connection connection, int atOnce, Taker taker) throws SQLException, TargetException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT part FROM lagzero.staged_part" + WHERE + " ORDER BY ordinal")) {
            statement.setString(1, projection);
            statement.setString(2, source);
            statement.setFetchSize(atOnce);
            try (ResultSet rows = statement.executeQuery()) {
                List<RowEvent.Part> parts = new ArrayList<>();
                while (rows.next()) {
                    parts.add((RowEvent.Part) RowAvro.decode(rows.getBytes(1)));
                    if (parts.size() == atOnce) {
                        taker.take(parts);
                        parts.clear();
                    }
                }
                if (!parts.isEmpty()) {
                    taker.take(parts);
                }
            }
        }
    }

    public void remove(Connection connection) throws SQLException {
        Sql.update(connection, "DELETE FROM lagzero.staged_part" + WHERE, projection, source);
    }
}
