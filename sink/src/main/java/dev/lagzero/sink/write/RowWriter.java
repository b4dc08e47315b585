package dev.lagzero.sink.write;

import dev.lagzero.schemas.row.Former;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.shape.PhysicalColumn;
import dev.lagzero.sink.shape.Relation;
import dev.lagzero.sink.shape.RowSql;
import dev.lagzero.sink.shape.TargetTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Removes and writes rows of one table, many to a statement. */
public final class RowWriter {

    private static final int MOST_ROWS = 5_000;
    private static final int MOST_BYTES = 4 << 20;
    /** Fewer rows of several kinds go in one statement: another trip takes longer. */
    private static final int FEW = 100;

    private static final RowSql SQL = new RowSql(DriverQuoting.DIALECT);

    /** How statements get to the server. */
    @FunctionalInterface
    public interface Updates {
        /** The number of rows that were changed. */
        int run(String sql, Object... values) throws SQLException;
    }

    private final Connection connection;
    private final Updates updates;
    private final TargetTable table;
    private final Relation relation;

    public RowWriter(Connection connection, TargetTable table, Relation relation) {
        this(connection, (sql, values) -> Sql.update(connection, sql, values), table, relation);
    }

    /** @param updates on the connection */
    public RowWriter(Connection connection, Updates updates, TargetTable table, Relation relation) {
        this.connection = connection;
        this.updates = updates;
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
        runAll(SQL.upsert(table, relation), table.physical(), rows);
    }

    /**
     * The same at less cost: new rows without looking for old ones, and of others only what has changed. What the source
     * knows must hold for the target: nothing of these keys is parked.
     */
    public void writeKnown(List<FittingRow> rows) throws SQLException {
        Map<Former.Kind, List<FittingRow>> kinds = new EnumMap<>(Former.Kind.class);
        for (FittingRow row : rows) {
            kinds.computeIfAbsent(row.net().former().kind(), kind -> new ArrayList<>())
                    .add(row);
        }
        if (table.checksUniquesAtOnce() || (kinds.size() > 1 && rows.size() < FEW)) {
            write(rows);
            return;
        }
        change(kinds.getOrDefault(Former.Kind.CHANGED, List.of()));
        List<FittingRow> fresh = kinds.getOrDefault(Former.Kind.ABSENT, List.of());
        if (!fresh.isEmpty()) {
            runAll(SQL.insertNew(table, relation), table.physical(), fresh);
        }
        write(kinds.getOrDefault(Former.Kind.UNKNOWN, List.of()));
    }

    /** Rows that are not there after all are written as a whole. */
    private void change(List<FittingRow> rows) throws SQLException {
        List<PhysicalColumn> changed = changed(rows);
        if (changed.isEmpty()) {
            write(rows);
            return;
        }
        List<PhysicalColumn> columns = new ArrayList<>(table.physical(table.key()));
        columns.addAll(changed);
        if (runAll(SQL.update(table, relation, changed), columns, rows) < rows.size()) {
            write(rows);
        }
    }

    /** What any of the rows has changed, by the table's columns; empty when one of them does not tell. */
    private List<PhysicalColumn> changed(List<FittingRow> rows) {
        List<String> names = table.definition().columnNames();
        Former all = Former.changed(0);
        for (FittingRow row : rows) {
            if (!row.net().image().names().equals(names)) {
                return List.of();
            }
            all = all.then(row.net().former());
        }
        Former any = all;
        return table.physical().stream()
                .filter(column -> any.touches(column.source()))
                .filter(column -> !table.key()
                        .contains(table.columns().get(column.source()).name()))
                .toList();
    }

    private int runAll(String sql, List<PhysicalColumn> columns, List<FittingRow> rows) throws SQLException {
        return run(
                sql, columns, columns.stream().mapToInt(PhysicalColumn::source).toArray(), rows);
    }

    /** The number of rows that the server has found. */
    private int run(String sql, List<PhysicalColumn> columns, int[] at, List<FittingRow> rows) throws SQLException {
        int found = 0;
        int from = 0;
        while (from < rows.size()) {
            int to = end(rows, from);
            found += updates.run(sql, ArrayColumns.of(connection, columns, at, rows.subList(from, to)));
            from = to;
        }
        return found;
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
