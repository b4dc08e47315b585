package dev.lagzero.sink.postgres;

import dev.lagzero.sink.book.ParkedRow;
import dev.lagzero.sink.book.Parking;
import dev.lagzero.sink.jdbc.Connections;
import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.jdbc.Transaction;
import dev.lagzero.sink.mapped.MappedRow;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Optional;

/**
 * Tries parked rows of a mapped projection again: something about the target has been mended. What the stream rejected
 * has no image here; it is mended in the source, or by a projection with another mapping. Workers wait meanwhile.
 */
final class MappedRetry {

    private final Connections connections;
    private final PostgresConfig config;

    MappedRetry(Connections connections, PostgresConfig config) {
        this.connections = connections;
        this.config = config;
    }

    Retry.Outcome run() throws TargetException {
        try (Transaction transaction = Transaction.begin(connections.writer())) {
            Connection connection = transaction.connection();
            MappedInterlude with = MappedInterlude.begin(connection, connections, config, false);
            Care.REFERENCES.begin(connection);
            Parking parking = with.parking();
            List<ParkedRow> rows = parking.outlines(connection);
            int applied = 0;
            for (ParkedRow outline : rows) {
                Optional<ParkedRow> row =
                        parking.find(connection, Parking.Ticket.of(outline.source(), outline.table(), outline.key()));
                if (row.isEmpty() || apply(connection, with, row.get())) {
                    applied++;
                }
            }
            transaction.commit();
            return new Retry.Outcome(rows.size(), applied);
        } catch (SQLException e) {
            throw SqlError.of(e).toException("trying parked rows again");
        }
    }

    private static boolean apply(Connection connection, MappedInterlude with, ParkedRow parked)
            throws SQLException, TargetException {
        if (parked.action() == ParkedRow.Action.NONE) {
            return false;
        }
        MappedRow row = MappedRow.again(MappedRow.place(parked.table()), Retry.net(parked));
        with.site().prepare(row);
        Savepoint before = connection.setSavepoint();
        try {
            return with.writer().again(row);
        } catch (SQLException e) {
            if (SqlError.of(e).meaning() != SqlError.Meaning.DATA) {
                throw e;
            }
            connection.rollback(before);
            return false;
        }
    }
}
