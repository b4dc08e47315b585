package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.book.Loads;
import dev.lagzero.sink.ddl.Site;
import dev.lagzero.sink.ddl.Workshop;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.jdbc.Transaction;
import dev.lagzero.sink.jdbc.Trip;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.target.Target.LargeTransaction;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A replacing snapshot: chunks are committed into tables that nobody looks at, each with the ordinal to go on with, so
 * that a killed load is not lost. Its end moves the tables into place in one transaction. While Postgres takes two chunks, the
 * next one is read, and tables that are complete get their indexes.
 */
final class SnapshotLoad implements LargeTransaction {

    private final Lease lease;
    private final TenureState state;
    private final String source;
    private final SourcePosition position;
    private final Site site;
    private final LoadTables loadTables;
    private final LoadSteps steps;
    /** Of two chunks that are on their way together, each has its own. */
    private final LoadChunk.Copiers[] copiers = new LoadChunk.Copiers[2];

    private final LoadIndexes indexes;
    private RowChunk chunk = new RowChunk();
    /** Of tables that are in use already: theirs are changed row by row, so what is loaded needs no index. */
    private Set<String> live = Set.of();

    private int chunks;
    private long nextOrdinal;

    private SnapshotLoad(Lease lease, TenureState state, Site site, SourcePosition position, String source) {
        this.lease = lease;
        this.state = state;
        this.source = source;
        this.position = position;
        this.site = site;
        this.loadTables = new LoadTables(site.forLoads(source), source);
        this.steps = new LoadSteps(lease, loadTables, position);
        this.indexes = new LoadIndexes(lease.connections(), loadTables.site());
    }

    static SnapshotLoad open(Lease lease, TenureState state, String source, SourcePosition position)
            throws TargetException {
        SnapshotLoad load;
        try {
            load = new SnapshotLoad(lease, state, lease.site(source), position, source);
        } catch (SQLException e) {
            throw SqlError.of(e).toException("preparing the schema of " + source);
        }
        try (Transaction transaction = lease.begin(true)) {
            lease.verify(transaction);
            load.resume(transaction.connection());
            lease.commitUnseen(transaction, new Trip());
            return load;
        } catch (SQLException e) {
            load.close();
            throw load.steps.failure(e);
        } catch (TargetException e) {
            load.close();
            throw e;
        }
    }

    /** Goes on where an earlier load of the same snapshot stopped; that of any other snapshot is void. */
    private void resume(Connection connection) throws SQLException {
        live = Set.copyOf(state.tablesOf(connection, site, source).keySet());
        loadTables.ensureSchema(connection);
        Loads loads = lease.loads();
        Loads.Progressed found = loads.find(connection, source)
                .filter(progressed -> progressed.position().equals(position))
                .orElse(null);
        if (found == null) {
            loadTables.discard(connection);
            loads.begin(connection, source, position);
        } else {
            nextOrdinal = found.nextOrdinal();
            steps.resume(loadTables.read(connection));
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
        switch (part) {
            case RowEvent.Rows rows -> {
                chunk.keep(rows);
                nextOrdinal = part.ordinal() + part.count();
                if (chunk.isFull()) {
                    flush();
                }
            }
            case RowEvent.TableDefined defined -> {
                flush();
                nextOrdinal = part.ordinal() + 1;
                steps.begin(nextOrdinal, new Definition(defined));
            }
            case RowEvent.TableDropped dropped ->
                throw new TargetException.Refused("the snapshot " + position + " of " + source + " drops table "
                        + dropped.table() + ": a snapshot only says what is there");
        }
    }

    private void flush() throws TargetException {
        if (chunk.isEmpty()) {
            return;
        }
        int at = chunks++ % copiers.length;
        if (copiers[at] == null) {
            copiers[at] = new LoadChunk.Copiers();
        }
        steps.begin(nextOrdinal, new LoadRows(chunk, copiers[at], indexes));
        chunk = new RowChunk();
    }

    /** A table more; those before are complete. */
    private final class Definition implements LoadSteps.Deed {

        private final RowEvent.TableDefined defined;

        Definition(RowEvent.TableDefined defined) {
            this.defined = defined;
        }

        @Override
        public boolean isPlain() {
            return false;
        }

        @Override
        public void run(Workshop workshop, Lanes.Lane lane) throws SQLException, TargetException {
            lane.alone();
            buildIndexes();
            loadTables.define(workshop, site, defined);
        }

        @Override
        public void committed() {
            indexes.made(defined.definition().name());
        }
    }

    /** Of all tables that are there: a table's rows come before the next table's definition. */
    private void buildIndexes() {
        Map<String, TargetTable> fresh = new HashMap<>(steps.tables());
        fresh.keySet().removeAll(live);
        indexes.begin(fresh);
    }

    @Override
    public void complete(RowEvent.Ended ended, long nextOffset) throws TargetException {
        Succession succession = new Succession(state.applied());
        succession.follow(ended, nextOrdinal);
        flush();
        steps.await();
        buildIndexes();
        indexes.await();
        Map<String, TargetTable> tables = steps.tables();
        try (Transaction transaction = lease.begin(true)) {
            Connection connection = transaction.connection();
            Workshop loaded = new Workshop(connection, loadTables.site(), tables);
            Workshop installed = new Workshop(connection, site, state.tablesOf(connection, site, source));
            loaded.at(position);
            installed.at(position);
            new Installation(loaded, installed, source).run();
            loaded.save();
            installed.save();
            loadTables.dropSchema(connection);
            Moment.ROWS_WRITTEN.passed();
            lease.verify(transaction);
            ParkedKeys parked = new ParkedKeys(connection, lease.parking(), new HashSet<>());
            parked.reload();
            Moment.BEFORE_TARGET_COMMIT.passed();
            lease.commit(transaction, ended, nextOffset);
            Moment.TARGET_COMMITTED.passed();
            state.applied().putAll(succession.applied());
            state.committed(source, installed.tables(), parked.tickets());
        } catch (SQLException e) {
            throw steps.failure(e);
        }
        analyze(tables.keySet());
    }

    /** Nobody needs to wait for the rows until Postgres knows how they are distributed. */
    private void analyze(Collection<String> names) throws TargetException {
        for (String name : names) {
            try (Transaction transaction = lease.begin(true)) {
                Sql.run(transaction.connection(), "ANALYZE " + DriverQuoting.DIALECT.relation(site.relation(name)));
                transaction.commit();
            } catch (SQLException e) {
                throw steps.failure(e);
            }
        }
    }

    @Override
    public void close() {
        // What is committed of the load stays for the next one who opens it.
        steps.close();
        indexes.close();
    }
}
