package dev.lagzero.app.e2e;

import static dev.lagzero.app.e2e.CheckpointsIT.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.testbed.AgeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The catalog as a user runs it, from snapshot files; each trap of it on the way. */
class CoherenceIT {

    private interface Target {
        Connection connect(Product product) throws IOException, SQLException;
    }

    private static final String ADA = "00000000-0000-0000-0000-00000000000a";
    private static final String CODE = "00000000-0000-0000-0000-00000000000c";
    private static final String FIRST = "00000000-0000-0000-0000-000000000001";
    private static final String SECOND = "00000000-0000-0000-0000-000000000002";

    private static final String CONTRIBUTION = """
            {"id": "%s", "contributor_id": "%s", "asset_id": "%s", "cost_amount": "%s", "coherence_score": "%s",
             "metadata": {}, "timestamp": "2026-01-02T03:04:05.123456"}""";

    /** What refers comes before what it refers to; a naive time is UTC. */
    private static final String SNAPSHOT = """
            {"contributions": [%s],
             "edges": [[["npm", "React"], ["npm", "react"]], [["npm", "react"], ["pip", "Nobody"]]],
             "projects": [
              {"id": "p1", "ecosystem": "NPM", "name": "React", "version": "19", "description": "it's a größe",
               "dependency_count": 2, "created_at": "2026-01-02T03:04:05", "updated_at": "2026-01-02T03:04:05+02:00"},
              {"id": "p2", "ecosystem": "pip", "name": "İNI", "description": null, "dependency_count": 0}%s],
             "contributors": [%s],
             "assets": [{"id": "%s", "name": "code", "asset_type": "model", "total_cost": "1100.10",
               "metadata": %s, "created_at": "2026-01-02T03:04:05.5Z"}]}
            """;

    private static final String CONTRIBUTOR = """
            {"id": "%s", "type": "human", "name": "Ada", "hourly_rate": "0.10", "metadata": {"k": [1.50]}}""".formatted(ADA);

    private static final String GOOD = SNAPSHOT.formatted(
            CONTRIBUTION.formatted(FIRST, ADA, CODE, "100", "0.123456789") + ", "
                    + CONTRIBUTION.formatted(SECOND, ADA, CODE, "1E+3", "1"),
            "",
            CONTRIBUTOR,
            CODE,
            "{}");

    /** A limit exceeded, U+0000 in JSON, a cost below zero, a score above one, a contributor that nobody knows. */
    private static final String BAD = SNAPSHOT.formatted(
            CONTRIBUTION.formatted(FIRST, ADA, CODE, "-1", "0.5") + ", "
                    + CONTRIBUTION.formatted(SECOND, ADA, CODE, "1", "1.5") + ", "
                    + CONTRIBUTION.formatted("00000000-0000-0000-0000-000000000003", FIRST, CODE, "1", "1"),
            ", {\"id\": \"p3\", \"ecosystem\": \"npm\", \"name\": \"" + "x".repeat(256) + "\"}",
            CONTRIBUTOR,
            CODE,
            "{\"a\": \"\\u0000\"}");

    private static final String WITHOUT_CONTRIBUTIONS =
            SNAPSHOT.formatted("", ", {\"id\": \"p4\", \"ecosystem\": \"pip\", \"name\": \"Nobody\"}", "", CODE, "{}");

    @TempDir
    Path folder;

    private Path data;

    @Test
    void inPlainTables() throws Exception {
        everyTrap(Product::postgres, Map.of(), "");
    }

    @Test
    @EnabledIfEnvironmentVariable(
            named = "LAGZERO_AGE_ROOT",
            matches = ".+",
            disabledReason = "no Apache AGE here; .ci/run sets one up")
    void inApacheAge() throws Exception {
        String url = AgeServer.database();
        Map<String, String> environment = Map.of("PGUSER", AgeServer.OWNER, "PGPASSWORD", "none");
        everyTrap(product -> AgeServer.connect(url), environment, "target: {url: \"" + url + "\"}\n");
    }

    private void everyTrap(Target target, Map<String, String> environment, String age) throws Exception {
        data = folder.resolve("data");
        Path config = Files.writeString(
                folder.resolve("lagzero.yaml"), "catalog: coherence\nsources: [{url: \"memory:api\"}]\n" + age);
        try (Product product = Product.run(data, environment, "-c", config.toString())) {
            product.awaitState("CONSISTENT");
            imported(GOOD, 0);
            product.awaitState("CONSISTENT");
            try (Connection connection = target.connect(product)) {
                assertArrived(connection);
                assertEquals(graph(), new TreeSet<>(shown(connection, !age.isEmpty())));
            }
            assertEquals(2, imported(GOOD.substring(0, 300), 2), "half a snapshot is none");
            imported(BAD, 0);
            product.awaitState("PARKED");
            assertParked(config, environment);
            imported(GOOD, 0);
            product.awaitState("CONSISTENT");
            try (Connection connection = target.connect(product)) {
                assertArrived(connection);
            }
            imported(WITHOUT_CONTRIBUTIONS, 0);
            product.awaitState("CONSISTENT");
            try (Connection connection = target.connect(product)) {
                assertEquals(List.of("0"), texts(connection, "SELECT count(*) FROM contributions"));
                assertEquals(List.of("0"), texts(connection, "SELECT count(*) FROM contributors"));
                assertEquals(
                        List.of("Nobody"),
                        texts(
                                connection,
                                "SELECT original_name FROM projects WHERE name = 'nobody' AND NOT placeholder"));
                assertTriggersFireForApplications(connection);
            }
            assertEquals(0, product.interrupt());
        }
    }

    private int imported(String snapshot, int code) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("snapshot.json"), snapshot);
        Product.Result said = Product.command(
                "import", "--data", data.toString(), "--source", "memory:api", "--snapshot", file.toString());
        assertEquals(code, said.code(), said.output());
        return said.code();
    }

    private static void assertArrived(Connection target) throws SQLException {
        // The contributions are in the total already; the trigger did not add them again.
        assertEquals(List.of("1100.10"), texts(target, "SELECT total_cost FROM assets"));
        assertEquals(
                List.of("100 0.123456789", "1000 1"),
                texts(target, "SELECT cost_amount || ' ' || coherence_score FROM contributions ORDER BY id"));
        assertEquals(
                List.of("0.10 {\"k\": [1.50]}"),
                texts(target, "SELECT hourly_rate || ' ' || metadata FROM contributors"));
        assertEquals(
                List.of("npm/react NPM/React", "pip/i\u0307ni pip/İNI", "pip/nobody pip/nobody (nobody knows it)"),
                texts(
                        target,
                        "SELECT ecosystem || '/' || name || ' ' || original_ecosystem || '/' || original_name"
                                + " || CASE WHEN placeholder THEN ' (nobody knows it)' ELSE '' END FROM projects ORDER BY 1"));
        assertEquals(
                List.of("react react", "react nobody"),
                texts(target, "SELECT from_name || ' ' || to_name FROM project_dependencies ORDER BY to_ecosystem"));
        assertEquals(
                List.of("2026-01-02 03:04:05 2026-01-02 01:04:05"),
                texts(
                        target,
                        "SELECT (created_at AT TIME ZONE 'UTC') || ' ' || (updated_at AT TIME ZONE 'UTC')"
                                + " FROM projects WHERE id = 'p1'"));
    }

    private static TreeSet<String> graph() {
        String react = "[\"npm\",\"react\"]";
        return new TreeSet<>(List.of(
                "DEPENDS_ON " + react + " " + react,
                "DEPENDS_ON " + react + " [\"pip\",\"nobody\"]",
                "MADE " + ADA + " " + FIRST,
                "MADE " + ADA + " " + SECOND,
                "TO " + FIRST + " " + CODE,
                "TO " + SECOND + " " + CODE));
    }

    private static List<String> shown(Connection target, boolean age) throws SQLException {
        if (!age) {
            return texts(
                    target,
                    "SELECT e.label || ' ' || s.key || ' ' || t.key FROM graph.edges e"
                            + " JOIN graph.vertices s ON s.id = start_id JOIN graph.vertices t ON t.id = end_id");
        }
        try (Statement statement = target.createStatement()) {
            statement.execute("LOAD 'age'");
            statement.execute("SET search_path = ag_catalog, public");
        }
        return texts(
                target,
                "SELECT agtype_to_text(line) FROM cypher('coherence', $cypher$"
                        + " MATCH (s)-[e]->(t) RETURN label(e) + ' ' + s.id + ' ' + t.id $cypher$) AS (line agtype)");
    }

    private void assertParked(Path config, Map<String, String> environment) throws IOException, InterruptedException {
        String rejects = Product.command(environment, "rejects", "-c", config.toString(), "--data", data.toString())
                .output();
        for (String reason : List.of(
                "256 characters",
                "U+0000",
                "not within 0 to",
                "not within 0 to 1",
                "contributions_contributor_id_fkey")) {
            assertTrue(rejects.contains(reason), reason + " is not in\n" + rejects);
        }
    }

    private static void assertTriggersFireForApplications(Connection target) throws SQLException {
        try (Statement statement = target.createStatement()) {
            statement.execute("SET search_path = public");
            statement.execute("INSERT INTO contributors (id, name) VALUES ('" + ADA + "', 'Ada')");
            statement.execute("INSERT INTO contributions (id, contributor_id, asset_id, cost_amount) VALUES ('" + FIRST
                    + "', '" + ADA + "', '" + CODE + "', 100)");
            statement.execute("UPDATE projects SET version = '20' WHERE id = 'p1'");
        }
        assertEquals(List.of("1200.10"), texts(target, "SELECT total_cost FROM assets"));
        assertEquals(List.of("t"), texts(target, "SELECT updated_at > '2026-01-03' FROM projects WHERE id = 'p1'"));
    }
}
