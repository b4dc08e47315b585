package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.book.ParkedRow;
import dev.lagzero.sink.book.Stage;
import dev.lagzero.sink.ddl.Workshop;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.net.NetRow;
import dev.lagzero.sink.shape.PhysicalColumn;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.target.TargetException;
import dev.lagzero.sink.write.Bisection;
import dev.lagzero.sink.write.Fitting;
import dev.lagzero.sink.write.FittingRow;
import dev.lagzero.sink.write.Misfit;
import dev.lagzero.sink.write.PackedCopier;
import dev.lagzero.sink.write.RowCopier;
import dev.lagzero.sink.write.RowPlan;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Copies some rows of a snapshot into the tables of its load. Before it does more than that it asks to be alone. */
final class LoadChunk {

    private final Workshop workshop;
    private final Copiers copiers;
    private final LoadIndexes indexes;
    private final Lanes.Lane lane;

    /** They keep their buffers from chunk to chunk. */
    record Copiers(RowCopier rows, PackedCopier packed) {
        Copiers() {
            this(new RowCopier(), new PackedCopier());
        }
    }

    LoadChunk(Workshop workshop, Copiers copiers, LoadIndexes indexes, Lanes.Lane lane) {
        this.workshop = workshop;
        this.copiers = copiers;
        this.indexes = indexes;
        this.lane = lane;
    }

    void write(RowChunk chunk) throws SQLException, TargetException {
        RowChunk left = new RowChunk();
        for (Map.Entry<String, List<RowEvent.Rows>> table : chunk.packed().entrySet()) {
            pack(table.getKey(), table.getValue()).forEach(left::add);
        }
        write(left.tables());
        write(chunk.tables());
    }

    private void write(Map<String, List<NetRow>> rows) throws SQLException, TargetException {
        for (Map.Entry<String, List<NetRow>> table : rows.entrySet()) {
            write(table.getKey(), table.getValue());
        }
    }

    /** Writes what is as plain as most rows are; what is left is not. */
    private List<RowEvent.Rows> pack(String name, List<RowEvent.Rows> events) throws SQLException, TargetException {
        TargetTable table = workshop.table(name);
        makeBare(table);
        return copiers.packed().copy(workshop.connection(), workshop.relation(name), table, events, lane::check);
    }

    private void makeBare(TargetTable table) throws SQLException {
        lane.check();
        if (!indexes.isBare(table)) {
            lane.alone();
            indexes.remove(workshop, table);
        }
    }

    private void write(String name, List<NetRow> rows) throws SQLException, TargetException {
        boolean anyRow = rows.stream().anyMatch(row -> row.action() != NetRow.Action.KEEP);
        if (anyRow) {
            RowPlan plan = Fitting.plan(workshop.table(name), rows);
            while (plan.changesTable()) {
                // It may change the tables, too, that refer to this one.
                lane.alone();
                indexes.release(workshop);
                new Retyping(workshop).fit(plan);
                plan = Fitting.plan(workshop.table(name), rows);
            }
            makeBare(workshop.table(name));
            copy(workshop.table(name), plan.writes());
            for (Misfit misfit : plan.misfits()) {
                park(ParkedKeys.parked(name, misfit.net(), misfit.reason()));
            }
        }
        for (NetRow row : rows) {
            if (!row.objection().isEmpty()) {
                park(ParkedKeys.rejected(name, row));
            }
        }
    }

    private void copy(TargetTable table, List<FittingRow> rows) throws SQLException {
        List<PhysicalColumn> columns = table.physical();
        int[] at = columns.stream().mapToInt(PhysicalColumn::source).toArray();
        String relation = DriverQuoting.DIALECT.relation(workshop.relation(table.name()));
        Bisection<FittingRow> bisection = new Bisection<>(
                workshop.connection(),
                error -> {
                    lane.alone();
                    return true;
                },
                (row, error) -> park(ParkedKeys.parked(table.name(), row.net(), error.message())));
        bisection.run(rows, some -> copiers.rows().copy(workshop.connection(), relation, columns, at, some));
    }

    private void park(ParkedRow row) throws SQLException {
        lane.alone();
        workshop.site().parking().park(workshop.connection(), Stage.LOAD, row);
    }
}
