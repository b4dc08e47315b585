package dev.lagzero.sink.write;

import dev.lagzero.schemas.row.PackedRows;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.jdbc.Transaction;
import dev.lagzero.sink.shape.Relation;
import dev.lagzero.sink.shape.RowSql;
import dev.lagzero.sink.shape.TargetTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Sends packed rows by COPY, without taking them apart. Keeps its buffer between calls; one thread. */
public final class PackedCopier {

    private static final RowSql SQL = new RowSql(DriverQuoting.DIALECT);

    private final PackedBinary binary = new PackedBinary();

    /** @return the records that have to be looked at row by row; of them nothing was written */
    public List<RowEvent.Rows> copy(
            Connection connection, Relation relation, TargetTable table, List<RowEvent.Rows> events)
            throws SQLException {
        List<RowEvent.Rows> left = new ArrayList<>();
        try {
            Transaction.attempt(connection, () -> send(connection, relation, table, events, left));
            return left;
        } catch (SQLException e) {
            // Which row the server refuses is found out by those who write them one by one.
            if (SqlError.of(e).meaning() == SqlError.Meaning.DATA) {
                return events;
            }
            throw e;
        }
    }

    private void send(
            Connection connection,
            Relation relation,
            TargetTable table,
            List<RowEvent.Rows> events,
            List<RowEvent.Rows> left)
            throws SQLException {
        String sql = SQL.copyBinary(table.physical(), DriverQuoting.DIALECT.relation(relation));
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            binary.start(table);
            for (RowEvent.Rows event : events) {
                boolean taken = event.rows() instanceof PackedRows rows && fits(rows, table) && add(rows, copy);
                if (!taken) {
                    left.add(event);
                }
            }
            binary.end();
            send(copy);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private boolean add(PackedRows rows, CopyIn copy) throws SQLException {
        if (!binary.hasRoom(rows)) {
            send(copy);
        }
        return binary.add(rows);
    }

    private void send(CopyIn copy) throws SQLException {
        copy.writeToCopy(binary.bytes(), 0, binary.size());
        binary.clear();
    }

    private static boolean fits(PackedRows rows, TargetTable table) {
        return rows.bytes() <= PackedBinary.LARGEST
                && rows.columns().equals(table.definition().columnNames());
    }
}
