package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.sink.ddl.Workshop;
import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.jdbc.Transaction;
import dev.lagzero.sink.jdbc.Trip;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.target.TargetException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of a load, each with how far the load has come by it. While one is being written, so is the next one, on
 * a connection of its own; they are committed one after the other. Only the copying of rows into bare tables is done
 * before its turn: two that do nothing else never wait for each other in Postgres, so none can wait for one that waits
 * here.
 */
final class LoadSteps implements AutoCloseable {

    /** What one of them is for. */
    interface Deed {
        /** As far as one can tell, it only copies rows into bare tables. */
        boolean isPlain();

        /** Asks before it does anything else, and then is alone. */
        void run(Workshop workshop, Lanes.Lane lane) throws SQLException, TargetException;

        /** What it has done is committed. */
        void committed();
    }

    private final Lease lease;
    private final LoadTables loadTables;
    private final SourcePosition position;
    private final Lanes lanes = new Lanes("lagzero-load");
    /** As they are committed. While somebody writes ahead, nobody changes them. */
    private volatile Map<String, TargetTable> tables = Map.of();
    /** The rows before were nothing but copied: so are the next ones, probably. */
    private volatile boolean plain = true;

    LoadSteps(Lease lease, LoadTables loadTables, SourcePosition position) {
        this.lease = lease;
        this.loadTables = loadTables;
        this.position = position;
    }

    /** Belongs before the first: what an earlier load has left. */
    void resume(Map<String, TargetTable> committed) {
        tables = committed;
    }

    /**
     * Returns when at most one is left that was begun before; throws what became of an earlier one.
     *
     * @param reached the ordinal to go on with, once it is committed
     */
    void begin(long reached, Deed deed) throws TargetException {
        lanes.begin(new Step(reached, deed));
    }

    /** Returns when all are committed. */
    void await() throws TargetException {
        lanes.await();
    }

    /** As they are committed. */
    Map<String, TargetTable> tables() {
        return tables;
    }

    TargetException failure(SQLException e) {
        SqlError error = SqlError.of(e);
        if (error.meaning() == SqlError.Meaning.UNAVAILABLE) {
            // What ended one connection has probably ended the others of the load, too.
            lease.connections().renew();
        }
        return error.toException("loading the snapshot " + position + " of " + loadTables.source());
    }

    /** What was begun still comes to its end. */
    @Override
    public void close() {
        lanes.close();
    }

    private final class Step implements Lanes.Work {

        private final long reached;
        private final Deed deed;
        private @Nullable Transaction transaction;
        private @Nullable Workshop workshop;
        private boolean verified;

        Step(long reached, Deed deed) {
            this.reached = reached;
            this.deed = deed;
        }

        @Override
        public void prepare(Lanes.Lane lane) throws TargetException {
            try {
                Transaction begun = lane.isAhead() ? beginAhead(lane) : lease.beginVerified(true);
                transaction = begun;
                verified = !lane.isAhead();
                Workshop own = new Workshop(begun.connection(), loadTables.site(), tables);
                own.at(position);
                deed.run(own, lane);
                own.save();
                workshop = own;
            } catch (SQLException e) {
                throw failure(e);
            }
        }

        private Transaction beginAhead(Lanes.Lane lane) throws SQLException {
            if (!deed.isPlain()) {
                lane.alone();
            }
            if (!plain || !lease.connections().ownerHasRoom()) {
                throw new TooEarly();
            }
            return lease.beginLoadAhead();
        }

        @Override
        public void finish(Lanes.Lane lane) throws TargetException {
            Transaction begun = Objects.requireNonNull(transaction);
            Workshop own = Objects.requireNonNull(workshop);
            try {
                if (!verified) {
                    lease.verifyAhead(begun);
                }
                Trip last = new Trip();
                lease.loads().reached(last, loadTables.source(), reached);
                lease.commitUnseen(begun, last);
            } catch (SQLException e) {
                throw failure(e);
            }
            tables = own.tables();
            // A definition says nothing about rows, except that others follow.
            plain = !deed.isPlain() || !lane.wasAlone();
            deed.committed();
        }

        @Override
        public void takeBack() {
            if (transaction != null) {
                transaction.release();
            }
            transaction = null;
            workshop = null;
        }
    }
}
