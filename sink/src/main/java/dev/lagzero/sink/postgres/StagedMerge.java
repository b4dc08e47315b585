package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.sink.ddl.LongValues;
import dev.lagzero.sink.ddl.Remedy;
import dev.lagzero.sink.ddl.Workshop;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.jdbc.Transaction;
import dev.lagzero.sink.net.NetRow;
import dev.lagzero.sink.shape.Relation;
import dev.lagzero.sink.shape.RowSql;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Brings staged rows into their tables: first deletes, then upserts, set by set. */
final class StagedMerge {

    private static final RowSql SQL = new RowSql(DriverQuoting.DIALECT);

    private final Workshop workshop;
    private final Connection connection;
    private final ParkedKeys parked;
    private final Collection<StagedTable> staged;
    private final SourcePosition position;

    StagedMerge(Workshop workshop, ParkedKeys parked, Collection<StagedTable> staged, SourcePosition position) {
        this.workshop = workshop;
        this.connection = workshop.connection();
        this.parked = parked;
        this.staged = staged;
        this.position = position;
    }

    void run() throws SQLException, TargetException {
        for (StagedTable table : staged) {
            table.analyze(connection);
            new Retyping(workshop).fit(table.tableName(), table.wider(), table.nulls(), table::census);
        }
        Set<String> gaveWay = new HashSet<>();
        boolean careful = false;
        boolean merged = false;
        while (!merged) {
            try {
                boolean rowByRow = careful;
                Transaction.attempt(connection, () -> merge(rowByRow));
                merged = true;
            } catch (SQLException e) {
                Optional<Remedy> remedy = remedy(SqlError.of(e));
                if (remedy.isPresent() && gaveWay.add(remedy.get().subject())) {
                    remedy.get().apply(workshop);
                } else if (SqlError.of(e).meaning() == SqlError.Meaning.DATA && !careful) {
                    careful = true;
                } else {
                    throw e;
                }
            }
        }
    }

    private Optional<Remedy> remedy(SqlError error) {
        Optional<Remedy> named =
                Remedy.of(error, workshop.site().schema(), workshop.tables().values());
        return named.or(() -> staged.stream()
                .flatMap(table -> LongValues.remedy(error, now(table), table::longest).stream())
                .findFirst());
    }

    private void merge(boolean careful) throws SQLException {
        for (StagedTable table : staged) {
            TargetTable now = workshop.tables().get(table.tableName());
            if (table.removed() > 0) {
                Sql.update(
                        connection,
                        SQL.deleteStaged(now, relation(now), table.removes(now), table.writes(now)),
                        0L,
                        table.removed());
            }
        }
        for (StagedTable table : staged) {
            if (table.written() > 0) {
                write(table, 0, table.written(), careful);
            }
        }
        workshop.checkDeferred();
    }

    private void write(StagedTable table, long from, long to, boolean careful) throws SQLException {
        if (!careful) {
            write(table, from, to);
            return;
        }
        try {
            Transaction.attempt(connection, () -> write(table, from, to));
        } catch (SQLException e) {
            SqlError error = SqlError.of(e);
            if (error.meaning() != SqlError.Meaning.DATA || remedy(error).isPresent()) {
                throw e;
            }
            if (to - from == 1) {
                NetRow row = StagedRow.read(connection, table.writes(now(table)), from, position);
                parked.park(table.tableName(), row, error.message());
            } else {
                long half = from + (to - from) / 2;
                write(table, from, half, true);
                write(table, half, to, true);
            }
        }
    }

    private void write(StagedTable table, long from, long to) throws SQLException {
        TargetTable now = now(table);
        if (now.checksUniquesAtOnce()) {
            Sql.update(connection, SQL.deleteKeys(now, relation(now), table.writes(now)), from, to);
        }
        Sql.update(connection, SQL.upsertStaged(now, relation(now), table.writes(now)), from, to);
    }

    private TargetTable now(StagedTable table) {
        return workshop.tables().get(table.tableName());
    }

    private Relation relation(TargetTable table) {
        return workshop.relation(table.name());
    }
}
