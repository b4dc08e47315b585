package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.graph.GraphKind;
import dev.lagzero.sink.target.MappedContract;
import dev.lagzero.sink.target.MappedRows;
import dev.lagzero.sink.target.Target;
import dev.lagzero.testbed.AgeServer;
import java.sql.Connection;
import java.util.Collection;
import java.util.Set;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The graph in Apache AGE, read by Cypher. */
@EnabledIfEnvironmentVariable(
        named = "LAGZERO_AGE_ROOT",
        matches = ".+",
        disabledReason = "no Apache AGE here; .ci/run sets one up")
class AgeMappedTest extends MappedContract {

    private final String url = AgeServer.database();

    @Override
    protected Target open() throws Exception {
        MappedRows.TABLES.forEach(sql -> AgeServer.execute(url, "SET ROLE lagzero_owner", sql));
        return PostgresTarget.open(Server.Database.mapped(url, GraphKind.AUTO, "things"));
    }

    @Override
    protected Collection<Image> rows(String table) throws Exception {
        try (Connection connection = AgeServer.connect(url)) {
            return MappedDatabase.rows(connection, table);
        }
    }

    @Override
    protected Set<String> graph() throws Exception {
        try (Connection connection = AgeServer.connect(url)) {
            return MappedDatabase.cypher(connection, "things");
        }
    }

    @Override
    protected int parked() throws Exception {
        try (Connection connection = AgeServer.connect(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM lagzero.parked")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
