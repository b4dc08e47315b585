package dev.lagzero.sink.write;

import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.shape.PhysicalColumn;
import dev.lagzero.sink.shape.RowSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Sends rows by COPY. Keeps its buffer between calls; one thread. */
public final class RowCopier {

    private static final RowSql SQL = new RowSql(DriverQuoting.DIALECT);

    private final CopyText text = new CopyText();

    /**
     * @param relation a quoted name
     * @param at for each column, where in a row its value is
     */
    public void copy(
            Connection connection, String relation, List<PhysicalColumn> columns, int[] at, List<FittingRow> rows)
            throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(SQL.copy(columns, relation));
        try {
            text.start((bytes, size) -> copy.writeToCopy(bytes, 0, size));
            for (FittingRow row : rows) {
                text.add(columns, at, row.values());
            }
            text.flush();
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }
}
