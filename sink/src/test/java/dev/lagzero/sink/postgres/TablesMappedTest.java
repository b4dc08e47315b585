package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.graph.GraphKind;
import dev.lagzero.sink.target.MappedContract;
import dev.lagzero.sink.target.MappedRows;
import dev.lagzero.sink.target.Target;
import java.sql.Connection;
import java.util.Collection;
import java.util.Set;

/** The graph in plain tables. */
class TablesMappedTest extends MappedContract {

    private final Server.Database database = Server.database();

    @Override
    protected Target open() throws Exception {
        MappedRows.TABLES.forEach(sql -> database.run("SET ROLE lagzero_owner; " + sql));
        return PostgresTarget.open(database.mapped(GraphKind.AUTO, "graph"));
    }

    @Override
    protected Collection<Image> rows(String table) throws Exception {
        try (Connection connection = database.connect()) {
            return MappedDatabase.rows(connection, table);
        }
    }

    @Override
    protected Set<String> graph() throws Exception {
        try (Connection connection = database.connect()) {
            return MappedDatabase.tables(connection);
        }
    }

    @Override
    protected int parked() {
        return Integer.parseInt(database.ask("SELECT count(*) FROM lagzero.parked"));
    }
}
