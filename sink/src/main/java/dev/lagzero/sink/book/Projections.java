package dev.lagzero.sink.book;

import dev.lagzero.schemas.mapping.Projection;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Which projections fill this database, and that each does so always with the same mapping. */
public final class Projections {

    private Projections() {}

    /** What a projection was made with, so that it can be opened without its settings. */
    public static Optional<Projection> find(Connection connection, String name) throws SQLException {
        return Sql.query(
                        connection,
                        row -> new Projection(name, Projection.mappingHash(row.getString(1))),
                        "SELECT fingerprint FROM lagzero.projection WHERE name = ?",
                        name)
                .stream()
                .findFirst();
    }

    /** Registers the projection, or refuses when its rows were made otherwise. */
    public static void register(Connection connection, Projection projection) throws SQLException, TargetException {
        Sql.update(
                connection,
                "INSERT INTO lagzero.projection (name, fingerprint) VALUES (?, ?) ON CONFLICT DO NOTHING",
                projection.name(),
                projection.fingerprint());
        String known = Sql.query(
                        connection,
                        row -> row.getString(1),
                        "SELECT fingerprint FROM lagzero.projection WHERE name = ?",
                        projection.name())
                .getFirst();
        if (!known.equals(projection.fingerprint())) {
            throw new TargetException.Refused("projection " + projection.name() + " was filled as " + known
                    + ", now it is " + projection.fingerprint()
                    + ": give the new mapping another projection name and target schema, replay, compare, swap");
        }
    }
}
