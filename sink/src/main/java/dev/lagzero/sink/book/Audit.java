package dev.lagzero.sink.book;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.sink.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** Writes {@code lagzero.schema_change}: what the sink did to the shape of the target, and for which transaction. */
public final class Audit {

    private final String projection;

    public Audit(String projection) {
        this.projection = projection;
    }

    /**
     * @param column empty when the change is about the table
     * @param what {@code create}, {@code rename}, {@code add column}, {@code widen}, {@code set aside}, ...
     */
    public record Change(String table, String column, String what, String before, String after) {}

    public void record(Connection connection, String source, SourcePosition position, Change change)
            throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO lagzero.schema_change (projection, source, table_name, column_name, change, old_value,"
                        + " new_value, epoch, sequence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                projection,
                source,
                change.table(),
                change.column(),
                change.what(),
                change.before(),
                change.after(),
                position.epoch(),
                position.sequence());
    }
}
