package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.book.Fence;
import dev.lagzero.sink.book.Loads;
import dev.lagzero.sink.book.Parking;
import dev.lagzero.sink.book.Progress;
import dev.lagzero.sink.ddl.Site;
import dev.lagzero.sink.jdbc.Connections;
import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.jdbc.Transaction;
import dev.lagzero.sink.jdbc.Trip;
import dev.lagzero.sink.target.Target.Batch;
import dev.lagzero.sink.target.Target.Partition;
import dev.lagzero.sink.target.Target.SourceTransaction;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** The right of one tenure, and how its transactions begin. */
record Lease(Connections connections, Sites sites, Partition partition, Fence fence) {

    // Users' triggers can tell replicated rows by the setting; nobody's lock may stop us silently,
    // and no limit that is meant for people cuts off a long merge.
    private static final String SETTINGS =
            "SELECT set_config('lagzero.applying', 'on', true), set_config('lock_timeout', '20s', true),"
                    + " set_config('statement_timeout', '0', true),"
                    + " set_config('idle_in_transaction_session_timeout', '0', true)";

    // Rows come as arrays and are found by their keys. A plan for each array would copy it, and a plan that was made
    // when
    // a table was small would read all of it when it is large.
    private static final String BY_KEY =
            ", set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),"
                    + " set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)";

    // A lock that is not free at once is no reason to wait: its turn comes soon.
    private static final String AHEAD = ", set_config('lock_timeout', '1s', true)";

    Progress progress() {
        return new Progress(sites.projection());
    }

    Site site(String source) throws SQLException, TargetException {
        return sites.of(connections, source);
    }

    Parking parking() {
        return new Parking(sites.projection());
    }

    Loads loads() {
        return new Loads(sites.projection());
    }

    /** @param owner the transaction may change tables */
    Transaction begin(boolean owner) throws SQLException {
        return beginUnverified(owner ? connections.owner() : connections.writer(), SETTINGS);
    }

    /** Until the transaction ends nobody can take over. */
    Transaction beginVerified(boolean owner) throws SQLException, TargetException {
        return beginVerified(owner ? connections.owner() : connections.writer(), SETTINGS);
    }

    /** The same for the writer of rows that are found by their keys, and by nothing else. */
    Transaction beginByKey() throws SQLException, TargetException {
        return beginVerified(connections.writer(), SETTINGS + BY_KEY);
    }

    /** The same, begun on the trip of its first statement. */
    Opening openByKey() throws SQLException {
        Trip beginning = new Trip().add(SETTINGS + BY_KEY);
        Progress.Check check = progress().verify(beginning, partition, fence);
        return new Opening(Transaction.begin(connections.writer()), beginning, check);
    }

    /** The same, for rows that are written before it is their turn: {@link #verify} comes before the commit. */
    Transaction beginAhead() throws SQLException {
        return beginUnverified(connections.writer(), SETTINGS + BY_KEY);
    }

    /** Begins what is written before it is its turn and waits for nobody's lock; {@link #verifyAhead} comes later. */
    Transaction beginLoadAhead() throws SQLException {
        return beginUnverified(connections.owner(), SETTINGS + AHEAD);
    }

    private static Transaction beginUnverified(DataSource pool, String settings) throws SQLException {
        Transaction transaction = Transaction.begin(pool);
        try {
            new Trip().add(settings).run(transaction.connection());
            return transaction;
        } catch (SQLException e) {
            transaction.release();
            throw e;
        }
    }

    private Transaction beginVerified(DataSource pool, String settings) throws SQLException, TargetException {
        Transaction transaction = Transaction.begin(pool);
        try {
            verify(transaction, new Trip().add(settings));
            return transaction;
        } catch (SQLException | TargetException e) {
            transaction.release();
            throw e;
        }
    }

    /** Settings of the open transaction. */
    static void applying(Connection connection) throws SQLException {
        new Trip().add(SETTINGS).run(connection);
    }

    /** Watermarks, claims and where to read on; then everything is visible at once. */
    void commit(Transaction transaction, Batch batch) throws SQLException {
        Connection connection = transaction.connection();
        for (Map.Entry<String, Long> claim : batch.claims().entrySet()) {
            progress().claim(connection, claim.getKey(), claim.getValue());
        }
        Map<String, RowEvent.Ended> last = new LinkedHashMap<>();
        for (SourceTransaction each : batch.transactions()) {
            last.put(each.ended().source(), each.ended());
        }
        commit(transaction, progress().advance(connection, last.values(), partition, batch.nextOffset()));
    }

    /** The watermark of one transaction, and where to read on; then everything is visible at once. */
    void commit(Transaction transaction, RowEvent.Ended ended, long nextOffset) throws SQLException {
        commit(transaction, progress().advance(transaction.connection(), List.of(ended), partition, nextOffset));
    }

    private void commit(Transaction transaction, Trip last) throws SQLException {
        transaction.commit(last);
        fence.committed();
    }

    /** What nobody sees yet, and later transactions build upon. */
    void commitUnseen(Transaction transaction, Trip last) throws SQLException {
        progress().count(last, partition);
        commit(transaction, last);
    }

    /** Throws when the target lost something that was committed. */
    void look() throws TargetException {
        try (Transaction transaction = Transaction.begin(connections.writer())) {
            progress().look(transaction.connection(), partition, fence);
        } catch (SQLException e) {
            throw SqlError.of(e).toException("looking at projection " + sites.projection());
        }
    }

    /** Until the transaction ends nobody can take over. */
    void verify(Transaction transaction) throws SQLException, TargetException {
        verify(transaction, new Trip());
    }

    /** The same, for what was written ahead: from here on it waits as others do. */
    void verifyAhead(Transaction transaction) throws SQLException, TargetException {
        verify(transaction, new Trip().add(SETTINGS));
    }

    private void verify(Transaction transaction, Trip trip) throws SQLException, TargetException {
        Progress.Check check = progress().verify(trip, partition, fence);
        trip.run(transaction.connection());
        check.run();
    }
}
