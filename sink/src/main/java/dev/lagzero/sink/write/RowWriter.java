package dev.lagzero.sink.write;

import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.shape.PhysicalColumn;
import dev.lagzero.sink.shape.Relation;
import dev.lagzero.sink.shape.RowSql;
import dev.lagzero.sink.shape.TargetTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Removes and writes rows of one table, many to a statement. */
public final class RowWriter {

    private static final int MOST_ROWS = 5_000;
    private static final int MOST_BYTES = 4 << 20;
    private static final RowSql SQL = new RowSql(DriverQuoting.DIALECT);

    private final Connection connection;
    private final TargetTable table;
    private final Relation relation;

    public RowWriter(Connection connection, TargetTable table, Relation relation) {
        this.connection = connection;
        this.table = table;
        this.relation = relation;
    }

    /** @param rows values of the key */
    public void remove(List<FittingRow> rows) throws SQLException {
        List<PhysicalColumn> key = table.physical(table.key());
        int[] at = new int[key.size()];
        for (int i = 0; i < at.length; i++) {
            at[i] = table.key().indexOf(table.columns().get(key.get(i).source()).name());
        }
        run(SQL.delete(table, relation), key, at, rows);
    }

    /** @param rows values of all columns */
    public void write(List<FittingRow> rows) throws SQLException {
        if (table.checksUniquesAtOnce()) {
            List<PhysicalColumn> key = table.physical(table.key());
            run(
                    SQL.delete(table, relation),
                    key,
                    key.stream().mapToInt(PhysicalColumn::source).toArray(),
                    rows);
        }
        List<PhysicalColumn> columns = table.physical();
        run(
                SQL.upsert(table, relation),
                columns,
                columns.stream().mapToInt(PhysicalColumn::source).toArray(),
                rows);
    }

    private void run(String sql, List<PhysicalColumn> columns, int[] at, List<FittingRow> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int from = 0;
            while (from < rows.size()) {
                int to = end(rows, from);
                ArrayColumns.bind(statement, columns, at, rows.subList(from, to));
                statement.executeUpdate();
                from = to;
            }
        }
    }

    private static int end(List<FittingRow> rows, int from) {
        int to = from;
        long bytes = 0;
        while (to < rows.size() && to - from < MOST_ROWS && bytes < MOST_BYTES) {
            bytes += rows.get(to).size();
            to++;
        }
        return to;
    }
}
