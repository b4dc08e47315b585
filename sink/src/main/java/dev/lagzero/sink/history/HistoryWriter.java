package dev.lagzero.sink.history;

import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.given.GivenTable;
import dev.lagzero.sink.given.GivenTables;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.mapped.MappedRun.HistoryStep;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Takes out of history what a delete takes with it. */
public final class HistoryWriter {

    private static final String OLDER =
            "(source_epoch, source_sequence, source_ordinal) < (CAST(? AS bigint), CAST(? AS bigint), CAST(? AS bigint))";

    private final Connection connection;
    private final GivenTables tables;

    public HistoryWriter(Connection connection, GivenTables tables) {
        this.connection = connection;
        this.tables = tables;
    }

    /** Rows with these values that are older than the change. */
    public void erase(Row.Erase erase, HistoryStep step) throws SQLException {
        GivenTable table = tables.of(erase.table());
        Image key = erase.key();
        List<String> conditions = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        for (int i = 0; i < key.names().size(); i++) {
            String name = key.names().get(i);
            conditions.add(DriverQuoting.DIALECT.name(name) + " = CAST(? AS "
                    + table.types().get(name) + ")");
            parameters.add(text(key.values().get(i)));
        }
        parameters.add(step.position().epoch());
        parameters.add(step.position().sequence());
        parameters.add(step.ordinal());
        Sql.update(
                connection,
                "DELETE FROM " + DriverQuoting.DIALECT.relation(table.relation()) + " WHERE "
                        + String.join(" AND ", conditions) + " AND " + OLDER,
                parameters.toArray());
    }

    private static String text(Value value) {
        return switch (value) {
            case Value.Text text -> text.value();
            case Value.Int integer -> Long.toString(integer.value());
            case Value.Real real -> Double.toString(real.value());
            case Value.Null ignored -> null;
            case Value.Blob ignored -> throw new IllegalArgumentException("a blob cannot name a history");
            case Value.RawText ignored -> throw new IllegalArgumentException("invalid text cannot name a history");
        };
    }
}
