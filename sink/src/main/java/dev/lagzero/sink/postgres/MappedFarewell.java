package dev.lagzero.sink.postgres;

import dev.lagzero.sink.book.StagedParts;
import dev.lagzero.sink.jdbc.Connections;
import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.jdbc.Transaction;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Lets go of one source's rows in the tables and the graph of a mapping: those that others hold, too, stay and show what
 * the others have. History stays: it tells what was.
 */
final class MappedFarewell {

    private final Connections connections;
    private final PostgresConfig config;

    MappedFarewell(Connections connections, PostgresConfig config) {
        this.connections = connections;
        this.config = config;
    }

    /** @return how many rows the source held */
    int of(String source) throws TargetException {
        try (Transaction transaction = Transaction.begin(connections.writer())) {
            Connection connection = transaction.connection();
            MappedInterlude with = MappedInterlude.begin(connection, connections, config, true);
            int rows = with.writer().letGo(source);
            new StagedParts(config.projection().name(), source).remove(connection);
            with.progress().forget(connection, source);
            transaction.commit();
            return rows;
        } catch (SQLException e) {
            throw SqlError.of(e).toException("letting go of the rows of source " + source);
        }
    }
}
