package dev.lagzero.sink.postgres;

import dev.lagzero.sink.ddl.Site;
import dev.lagzero.sink.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/**
 * Triggers that somebody has put on tables where rows arrive. They see what is in the target when a row is written, so rows must
 * not be written before their turn.
 */
final class Bystanders {

    private Bystanders() {}

    static boolean areIn(Connection connection, Collection<Site> sites) throws SQLException {
        return Sql.exists(
                connection,
                "SELECT 1 FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                        + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND n.nspname = ANY (?) LIMIT 1",
                connection.createArrayOf(
                        "text", sites.stream().map(Site::schema).distinct().toArray()));
    }
}
