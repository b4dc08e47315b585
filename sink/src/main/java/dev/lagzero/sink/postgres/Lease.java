package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.book.Loads;
import dev.lagzero.sink.book.Parking;
import dev.lagzero.sink.book.Progress;
import dev.lagzero.sink.ddl.Site;
import dev.lagzero.sink.jdbc.Connections;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.jdbc.Transaction;
import dev.lagzero.sink.target.Target.Batch;
import dev.lagzero.sink.target.Target.Partition;
import dev.lagzero.sink.target.Target.SourceTransaction;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The right of one tenure, and how its transactions begin. */
record Lease(Connections connections, Sites sites, Partition partition, long token) {

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
        Transaction transaction = Transaction.begin(owner ? connections.owner() : connections.writer());
        applying(transaction.connection());
        return transaction;
    }

    /** Settings of the open transaction. */
    static void applying(Connection connection) throws SQLException {
        // Users' triggers can tell replicated rows by the setting; nobody's lock may stop us silently,
        // and no limit that is meant for people cuts off a long merge.
        Sql.query(
                connection,
                row -> "",
                "SELECT set_config('lagzero.applying', 'on', true), set_config('lock_timeout', '20s', true),"
                        + " set_config('statement_timeout', '0', true),"
                        + " set_config('idle_in_transaction_session_timeout', '0', true)");
    }

    /** Watermarks, claims and where to read on. */
    void mark(Connection connection, Batch batch) throws SQLException {
        for (Map.Entry<String, Long> claim : batch.claims().entrySet()) {
            progress().claim(connection, claim.getKey(), claim.getValue());
        }
        Map<String, RowEvent.Ended> last = new LinkedHashMap<>();
        for (SourceTransaction transaction : batch.transactions()) {
            last.put(transaction.ended().source(), transaction.ended());
        }
        for (RowEvent.Ended ended : last.values()) {
            progress().mark(connection, ended);
        }
        progress().readOn(connection, partition, batch.nextOffset());
    }

    /** Until the transaction ends nobody can take over. */
    void verify(Transaction transaction) throws SQLException, TargetException {
        progress().verify(transaction.connection(), partition, token);
    }
}
