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

    /**
     * Where a mapped projection puts its rows.
     *
     * @param schema of tables that the mapping names without one
     * @param graph which kind of graph the settings want
     * @param ageGraph its name in Apache AGE
     * @param graphSchema where its tables are otherwise
     */
    public record Place(String schema, String graph, String ageGraph, String graphSchema) {}

    /** Empty when there is no such projection, or it copies tables as they are. */
    public static Optional<Place> place(Connection connection, String name) throws SQLException {
        return Sql.query(
                        connection,
                        row -> new Place(row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
                        "SELECT tables_schema, graph, age_graph, graph_schema FROM lagzero.projection"
                                + " WHERE name = ? AND tables_schema IS NOT NULL",
                        name)
                .stream()
                .findFirst();
    }

    /** Remembers where a mapped projection puts its rows; two of them never share a graph. */
    public static void settle(Connection owner, String name, Place place) throws SQLException, TargetException {
        Optional<String> other = Sql.query(
                        owner,
                        row -> row.getString(1),
                        "SELECT name FROM lagzero.projection WHERE name <> ? AND (age_graph = ? OR graph_schema = ?)",
                        name,
                        place.ageGraph(),
                        place.graphSchema())
                .stream()
                .findFirst();
        if (other.isPresent()) {
            throw new TargetException.Refused("the graph " + place.ageGraph() + " belongs to projection " + other.get()
                    + ": give projection " + name + " another one (target.graph-name)");
        }
        Sql.update(
                owner,
                "UPDATE lagzero.projection SET tables_schema = ?, graph = ?, age_graph = ?, graph_schema = ? WHERE name = ?",
                place.schema(),
                place.graph(),
                place.ageGraph(),
                place.graphSchema(),
                name);
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
                    + ": give the new mapping another projection name, to fill beside this one (projection: NAME, and in target:"
                    + " a schema: and a graph-name: that are its own), or go back to the mapping of before");
        }
    }
}
