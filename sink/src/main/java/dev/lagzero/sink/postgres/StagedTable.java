package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.table.Census;
import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.shape.PhysicalColumn;
import dev.lagzero.sink.shape.Staging;
import dev.lagzero.sink.shape.TargetColumn;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.type.Tally;
import dev.lagzero.sink.type.TargetType;
import dev.lagzero.sink.type.Widening;
import dev.lagzero.sink.write.FittingRow;
import dev.lagzero.sink.write.RowCopier;
import dev.lagzero.sink.write.RowPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of one target table that a large transaction has brought so far, and what they ask of its types. */
final class StagedTable {

    private final Staging writes;
    private final Staging removes;
    private final Map<String, TargetType> wider = new HashMap<>();
    private final Set<String> nulls = new HashSet<>();
    private final Map<Integer, Tally> tallies = new HashMap<>();
    private final long[] longest;
    private long written;
    private long removed;

    private StagedTable(Staging writes, Staging removes) {
        this.writes = writes;
        this.removes = removes;
        this.longest = new long[writes.columns().size()];
    }

    /** @param number makes the temporary tables' names unique */
    static StagedTable create(Connection connection, TargetTable table, int number) throws SQLException {
        Staging writes =
                new Staging("lagzero_write_" + number, table, table.definition().columnNames());
        Staging removes = new Staging("lagzero_remove_" + number, table, table.key());
        Sql.run(connection, List.of(writes.create(DriverQuoting.DIALECT), removes.create(DriverQuoting.DIALECT)));
        StagedTable staged = new StagedTable(writes, removes);
        for (int i = 0; i < table.columns().size(); i++) {
            if (table.columns().get(i).definition().census().values() == 0) {
                // It may hold nothing yet: then its type is chosen by what comes.
                staged.tallies.put(i, new Tally());
            }
        }
        return staged;
    }

    void add(Connection connection, RowCopier copier, RowPlan plan) throws SQLException {
        plan.wider().forEach((column, type) -> wider.merge(column, type, Widening::join));
        nulls.addAll(plan.nulls());
        for (FittingRow row : plan.writes()) {
            tallies.forEach((index, tally) -> tally.add(row.values().get(index)));
            for (int i = 0; i < longest.length; i++) {
                longest[i] = Math.max(longest[i], row.values().get(i).size());
            }
        }
        for (FittingRow row : plan.removes()) {
            // They go into the same casts.
            for (int i = 0; i < row.values().size(); i++) {
                Tally tally =
                        tallies.get(writes.columns().indexOf(removes.columns().get(i)));
                if (tally != null) {
                    tally.add(row.values().get(i));
                }
            }
        }
        copy(connection, copier, writes, numbered(plan.writes(), written));
        copy(connection, copier, removes, numbered(plan.removes(), removed));
        written += plan.writes().size();
        removed += plan.removes().size();
    }

    private static List<FittingRow> numbered(List<FittingRow> rows, long from) {
        List<FittingRow> numbered = new ArrayList<>(rows.size());
        for (FittingRow row : rows) {
            List<Value> values = new ArrayList<>(row.values());
            values.add(new Value.Int(from + numbered.size()));
            values.add(new Value.Int(row.net().ordinal()));
            numbered.add(new FittingRow(row.net(), values));
        }
        return numbered;
    }

    private static void copy(Connection connection, RowCopier copier, Staging staging, List<FittingRow> rows)
            throws SQLException {
        if (!rows.isEmpty()) {
            List<PhysicalColumn> columns = staging.physical();
            int[] at = columns.stream().mapToInt(PhysicalColumn::source).toArray();
            copier.copy(connection, DriverQuoting.DIALECT.name(staging.name()), columns, at, rows);
        }
    }

    /** For a table whose definition still names these columns. */
    Staging writes(TargetTable now) {
        return writes.of(now);
    }

    Staging removes(TargetTable now) {
        return removes.of(now);
    }

    long written() {
        return written;
    }

    long removed() {
        return removed;
    }

    String tableName() {
        return writes.table().name();
    }

    /** Bytes of the longest text or blob of a column; for texts, at least. */
    long longest(String column) {
        return longest[writes.columns().indexOf(column)];
    }

    Map<String, TargetType> wider() {
        return wider;
    }

    Set<String> nulls() {
        return nulls;
    }

    Census census(String column) {
        List<TargetColumn> columns = writes.table().columns();
        Tally tally = tallies.get(columns.indexOf(writes.table().column(column)));
        return tally == null ? Census.EMPTY : tally.census();
    }

    void analyze(Connection connection) throws SQLException {
        Sql.run(
                connection,
                List.of(
                        "ANALYZE " + DriverQuoting.DIALECT.name(writes.name()),
                        "ANALYZE " + DriverQuoting.DIALECT.name(removes.name())));
    }
}
