package dev.lagzero.sink.book;

import dev.lagzero.schemas.mapping.Projection;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Which projection fills which schema: one each, and always with the same mapping. */
public final class Projections {

    private record Known(String name, String fingerprint, String schema) {}

    private Projections() {}

    /** Registers the projection, or refuses when other rows than its own are there. */
    public static void register(Connection connection, Projection projection) throws SQLException, TargetException {
        Sql.update(
                connection,
                "INSERT INTO lagzero.projection (name, fingerprint, target_schema) VALUES (?, ?, ?)"
                        + " ON CONFLICT DO NOTHING",
                projection.name(),
                projection.fingerprint(),
                projection.targetSchema());
        List<Known> known = Sql.query(
                connection,
                row -> new Known(row.getString(1), row.getString(2), row.getString(3)),
                "SELECT name, fingerprint, target_schema FROM lagzero.projection WHERE name = ? OR target_schema = ?",
                projection.name(),
                projection.targetSchema());
        for (Known each : known) {
            if (!each.name().equals(projection.name())) {
                throw new TargetException.Refused("schema " + each.schema() + " belongs to projection " + each.name()
                        + ": choose another target schema for projection " + projection.name());
            }
            if (!each.fingerprint().equals(projection.fingerprint())) {
                throw new TargetException.Refused("projection " + each.name() + " was filled as " + each.fingerprint()
                        + ", now it is " + projection.fingerprint()
                        + ": give the new mapping another projection name and target schema, replay, compare, swap");
            }
        }
    }
}
