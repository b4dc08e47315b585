package dev.lagzero.sink.graph;

import dev.lagzero.schemas.row.Place;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.mapped.MappedRow;
import dev.lagzero.sink.owner.Holdings;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/** Where a projection's graph is, decided once at the start. Safe for use by several threads. */
public final class GraphSite {

    private final String projection;
    private final Graph graph;

    private GraphSite(String projection, Graph graph) {
        this.projection = projection;
        this.graph = graph;
    }

    /** Decides where the graph is; it is made when the first row of it comes. */
    public static GraphSite of(Connection owner, GraphKind kind, GraphNames names)
            throws SQLException, TargetException {
        boolean hasAge = Sql.exists(owner, "SELECT 1 FROM pg_extension WHERE extname = 'age'");
        if (kind == GraphKind.AGE && !hasAge) {
            throw new TargetException.Refused("the target has no Apache AGE: let an administrator run CREATE EXTENSION"
                    + " age in this database, or set target.graph: tables");
        }
        if (kind == GraphKind.TABLES || !hasAge) {
            return new GraphSite(names.projection(), new TableGraph(names));
        }
        refuseMissing(owner, names.writer());
        AgeLabels labels = new AgeLabels(names);
        labels.read(owner);
        return new GraphSite(names.projection(), new AgeGraph(names.age(), labels, new Holdings(names.projection())));
    }

    /** The extension belongs to a superuser, who must let others use it. */
    private static void refuseMissing(Connection owner, String writer) throws SQLException, TargetException {
        String user = Sql.query(owner, row -> row.getString(1), "SELECT quote_ident(current_user)")
                .getFirst();
        for (String role : writer.isEmpty() ? Set.of(user) : Set.of(user, writer)) {
            if (!Sql.exists(
                    owner,
                    "SELECT 1 FROM pg_roles WHERE quote_ident(rolname) = trim(both from ?)"
                            + " AND has_schema_privilege(oid, 'ag_catalog', 'USAGE')"
                            + " AND has_table_privilege(oid, 'ag_catalog.ag_label', 'SELECT')"
                            + " AND has_table_privilege(oid, 'ag_catalog.ag_graph', 'SELECT')",
                    role.replaceAll("^\"([a-z_][a-z0-9_]*)\"$", "$1"))) {
                throw new TargetException.Refused("role " + role + " may not use Apache AGE: let an administrator run"
                        + " GRANT USAGE ON SCHEMA ag_catalog TO " + role
                        + "; GRANT SELECT ON ALL TABLES IN SCHEMA ag_catalog TO " + role);
            }
        }
    }

    /** Labels that rows need and that must be made before they are written. */
    public Set<Label> missing(Iterable<MappedRow> rows) {
        Set<Label> labels = new HashSet<>();
        for (MappedRow row : rows) {
            if (row.place().kind() == Place.Kind.VERTEX) {
                labels.add(new Label(row.place().name(), row.key().names().getFirst()));
            } else if (row.place().kind() == Place.Kind.EDGE) {
                labels.add(new Label(row.place().name(), ""));
            }
        }
        return graph.lacks(labels) ? labels : Set.of();
    }

    public void make(Connection owner, Set<Label> labels) throws SQLException, TargetException {
        graph.make(owner, labels);
    }

    public GraphWriter writer(Connection connection) {
        return new GraphWriter(graph, connection, projection);
    }
}
