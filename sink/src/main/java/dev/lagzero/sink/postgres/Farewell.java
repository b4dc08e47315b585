package dev.lagzero.sink.postgres;

import dev.lagzero.sink.book.Bookkeeping;
import dev.lagzero.sink.book.Loads;
import dev.lagzero.sink.book.Parking;
import dev.lagzero.sink.book.Progress;
import dev.lagzero.sink.book.SourceSchemas;
import dev.lagzero.sink.book.Stage;
import dev.lagzero.sink.ddl.Site;
import dev.lagzero.sink.jdbc.Connections;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.jdbc.Transaction;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Lets go of one source: its tables, what is parked of it, its schema's place in the book, and its position. Which epochs
 * were claimed stays known, so that nothing of before can come back.
 */
final class Farewell {

    private final Connections connections;
    private final Sites sites;

    Farewell(Connections connections, Sites sites) {
        this.connections = connections;
        this.sites = sites;
    }

    /** @return how many tables went */
    int of(String source) throws TargetException {
        try (Transaction transaction = Transaction.begin(connections.owner())) {
            Connection owner = transaction.connection();
            Bookkeeping.lock(owner);
            Progress progress = new Progress(sites.projection());
            progress.lockAll(owner);
            SourceSchemas schemas = new SourceSchemas(sites.projection());
            Optional<String> schema = schemas.of(owner, source);
            int gone = schema.isPresent() ? drop(owner, sites.at(schema.get()), source) : 0;
            Parking parking = new Parking(sites.projection());
            parking.resolveSource(owner, Stage.LIVE, source);
            parking.resolveSource(owner, Stage.LOAD, source);
            new Loads(sites.projection()).remove(owner, source);
            schemas.forget(owner, source);
            progress.forget(owner, source);
            transaction.commit();
            sites.forget(source);
            return gone;
        } catch (SQLException e) {
            throw SqlError.of(e).toException("dropping the tables of source " + source);
        }
    }

    private static int drop(Connection owner, Site live, String source) throws SQLException {
        List<String> tables = live.catalogue().read(owner, Stage.LIVE).values().stream()
                .filter(table -> table.source().equals(source))
                .map(table -> table.name())
                .toList();
        if (!tables.isEmpty()) {
            // In one statement, so that keys between them do not matter, while a view of somebody's does.
            List<String> relations = tables.stream()
                    .map(table -> DriverQuoting.DIALECT.relation(live.relation(table)))
                    .toList();
            Sql.run(owner, "DROP TABLE " + String.join(", ", relations));
        }
        for (String table : tables) {
            live.catalogue().remove(owner, Stage.LIVE, table);
        }
        LoadTables loads = new LoadTables(live.forLoads(source), source);
        loads.discard(owner);
        Sql.run(
                owner,
                "DROP SCHEMA IF EXISTS "
                        + DriverQuoting.DIALECT.name(loads.site().schema()));
        return tables.size();
    }
}
