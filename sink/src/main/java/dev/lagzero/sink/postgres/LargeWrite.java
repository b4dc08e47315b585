package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.ddl.Definer;
import dev.lagzero.sink.ddl.Settlement;
import dev.lagzero.sink.ddl.Site;
import dev.lagzero.sink.ddl.Workshop;
import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.jdbc.Transaction;
import dev.lagzero.sink.net.NetRow;
import dev.lagzero.sink.target.Target.LargeTransaction;
import dev.lagzero.sink.target.TargetException;
import dev.lagzero.sink.write.Fitting;
import dev.lagzero.sink.write.Misfit;
import dev.lagzero.sink.write.RowCopier;
import dev.lagzero.sink.write.RowPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A source transaction that does not fit in memory: its rows wait in temporary tables of one open transaction and are
 * merged when its end has come. Whatever happens before, nothing was visible.
 */
final class LargeWrite implements LargeTransaction {

    private final Lease lease;
    private final TenureState state;
    private final String source;
    private final Transaction transaction;
    private final Workshop workshop;
    private final ParkedKeys parked;
    private final Map<String, StagedTable> staged = new LinkedHashMap<>();
    private final RowChunk chunk = new RowChunk();
    private final RowCopier copier = new RowCopier();
    private long nextOrdinal;

    private LargeWrite(Lease lease, TenureState state, String source, Transaction transaction, Workshop workshop) {
        this.lease = lease;
        this.state = state;
        this.source = source;
        this.transaction = transaction;
        this.workshop = workshop;
        this.parked = new ParkedKeys(transaction.connection(), lease.parking(), state.parkedKeys());
    }

    static LargeWrite open(Lease lease, TenureState state, String source, SourcePosition position)
            throws TargetException {
        try {
            Site site = lease.site(source);
            Transaction transaction = lease.begin(true);
            try {
                Connection connection = transaction.connection();
                Workshop workshop = new Workshop(connection, site, state.tablesOf(connection, site, source));
                workshop.at(position);
                return new LargeWrite(lease, state, source, transaction, workshop);
            } catch (SQLException e) {
                transaction.release();
                throw e;
            }
        } catch (SQLException e) {
            throw SqlError.of(e).toException("beginning the large transaction " + position);
        }
    }

    @Override
    public long nextOrdinal() {
        return nextOrdinal;
    }

    @Override
    public void write(RowEvent.Part part, long offset) throws TargetException {
        if (part.ordinal() < nextOrdinal) {
            return;
        }
        try {
            switch (part) {
                case RowEvent.Rows rows -> {
                    chunk.add(rows);
                    if (chunk.isFull()) {
                        flush();
                    }
                }
                case RowEvent.TableDefined defined -> define(defined);
                case RowEvent.TableDropped dropped -> define(dropped);
            }
            nextOrdinal = part.ordinal() + part.count();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private void define(RowEvent.Part part) throws SQLException, TargetException {
        flush();
        new Definer(workshop).apply(part);
        parked.reload();
        Moment.MID_DEFINITION.passed();
    }

    private void flush() throws SQLException, TargetException {
        for (Map.Entry<String, List<NetRow>> table : chunk.tables().entrySet()) {
            stage(table.getKey(), table.getValue());
        }
        chunk.clear();
        Moment.MID_LARGE_TRANSACTION.passed();
    }

    private void stage(String name, List<NetRow> rows) throws SQLException, TargetException {
        boolean onlyRejects = rows.stream().allMatch(row -> row.action() == NetRow.Action.KEEP);
        if (!onlyRejects) {
            RowPlan plan = Fitting.plan(workshop.table(name), rows);
            StagedTable table = staged.get(name);
            if (table == null) {
                table = StagedTable.create(transaction.connection(), workshop.table(name), staged.size());
                staged.put(name, table);
            }
            table.add(transaction.connection(), copier, plan);
            for (NetRow row : rows) {
                if (row.action() != NetRow.Action.KEEP) {
                    parked.resolve(name, row);
                }
            }
            for (Misfit misfit : plan.misfits()) {
                parked.park(name, misfit.net(), misfit.reason());
            }
        }
        for (NetRow row : rows) {
            if (!row.objection().isEmpty()) {
                parked.parkRejected(name, row);
            }
        }
    }

    @Override
    public void complete(RowEvent.Ended ended, long nextOffset) throws TargetException {
        Succession succession = new Succession(state.applied());
        succession.follow(ended, nextOrdinal);
        try {
            flush();
            new StagedMerge(workshop, parked, staged.values(), ended.position()).run();
            Moment.ROWS_WRITTEN.passed();
            workshop.checkDeferred();
            new Settlement(workshop).settle();
            workshop.save();
            lease.verify(transaction);
            Moment.BEFORE_TARGET_COMMIT.passed();
            lease.commit(transaction, ended, nextOffset);
            Moment.TARGET_COMMITTED.passed();
        } catch (SQLException e) {
            throw failure(e);
        }
        state.applied().putAll(succession.applied());
        state.committed(source, workshop.tables(), parked.tickets());
    }

    private TargetException failure(SQLException e) {
        return SqlError.of(e).toException("applying a large transaction of " + source);
    }

    @Override
    public void close() {
        transaction.release();
    }
}
