package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The catalog as a user runs it: two servers' files that share tags, into tables, a graph and history. */
class GovernanceIT {

    /** Connects to where the rows are. */
    private interface Target {
        Connection connect(Product product) throws IOException, SQLException;
    }

    /** What the graph shows. */
    private interface Shown {
        Set<String> of(Connection target) throws SQLException;
    }

    @Test
    void inPlainTables(@TempDir Path folder) throws IOException, SQLException, InterruptedException {
        twoFilesThatShareTagsEndEqual(folder, Map.of(), Product::postgres, GovernanceGraph::inTables);
    }

    @Test
    @EnabledIfEnvironmentVariable(
            named = "LAGZERO_AGE_ROOT",
            matches = ".+",
            disabledReason = "no Apache AGE here; .ci/run sets one up")
    void inApacheAge(@TempDir Path folder) throws IOException, SQLException, InterruptedException {
        String url = AgeServer.database();
        twoFilesThatShareTagsEndEqual(
                folder,
                Map.of("PGUSER", AgeServer.OWNER, "PGPASSWORD", "none"),
                product -> AgeServer.connect(url),
                GovernanceGraph::inAge,
                "--target",
                url);
    }

    private static void twoFilesThatShareTagsEndEqual(
            Path folder, Map<String, String> environment, Target target, Shown shown, String... options)
            throws IOException, SQLException, InterruptedException {
        long seed = System.nanoTime();
        System.out.println("GovernanceIT seed " + seed);
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("SALT", "a salt");
        Path one = folder.resolve("one.db");
        Path two = folder.resolve("two.db");
        Path config = folder.resolve("lagzero.yaml");
        Files.writeString(config, """
                catalog: governance
                timezone: Europe/Berlin
                salt: ${env:SALT}
                sources: [{url: "sqlite:%s"}, {url: "sqlite:%s"}]
                """.formatted(one, two));
        try (GovernanceFile first = GovernanceFile.create(one, "one", new Random(seed));
                GovernanceFile second = GovernanceFile.create(two, "two", new Random(seed + 1))) {
            first.work(300);
            second.work(300);
            List<String> arguments = new ArrayList<>(List.of(options));
            arguments.addAll(List.of("-c", config.toString()));
            try (Product product = Product.run(folder.resolve("data"), variables, arguments.toArray(String[]::new))) {
                product.awaitState("CONSISTENT");
                assertEqual(target.connect(product), shown, List.of(one, two), "after the load, seed " + seed);
                long history = count(target.connect(product), "core.agent_state");
                assertEquals(count(one, "agent_state") + count(two, "agent_state"), history);
                first.work(500);
                second.work(500);
                product.awaitState("CONSISTENT");
                assertEqual(target.connect(product), shown, List.of(one, two), "after live changes, seed " + seed);
                assertTrue(count(target.connect(product), "core.agent_state") > history, "no history was added");
                assertEquals(0, product.interrupt());
            }
        }
    }

    /** A row that cannot be mapped is no row of the target: never equal, until it can be. */
    @Test
    void aRowThatCannotBeMappedIsParkedUntilItCanBe(@TempDir Path folder)
            throws IOException, SQLException, InterruptedException {
        Path file = folder.resolve("one.db");
        Path config = folder.resolve("lagzero.yaml");
        Files.writeString(
                config,
                "{catalog: governance, timezone: UTC, salt: s, sources: [{url: \"sqlite:%s\"}]}".formatted(file));
        try (GovernanceFile source = GovernanceFile.create(file, "one", new Random(1))) {
            source.work(200);
            try (Product product = Product.run(folder.resolve("data"), Map.of(), "-c", config.toString())) {
                product.awaitState("CONSISTENT");
                source.sayWhen(1, "yesterday at noon");
                product.awaitState("PARKED");
                String data = folder.resolve("data").toString();
                String rejects = Product.command("rejects", "-c", config.toString(), "--data", data)
                        .output();
                assertTrue(rejects.contains("audit_events") && rejects.contains("no timestamp"), rejects);
                source.sayWhen(1, "2025-12-13T17:21:12");
                product.awaitState("CONSISTENT");
                assertEquals(count(file, "audit_events"), count(product.postgres(), "audit.events"));
                assertEquals(0, product.interrupt());
            }
        }
    }

    private static void assertEqual(Connection connection, Shown shown, List<Path> files, String when)
            throws SQLException {
        try (Connection target = connection) {
            assertEquals(String.join("\n", GovernanceGraph.of(files)), String.join("\n", shown.of(target)), when);
            for (Map.Entry<String, String> table : Map.of(
                            "agent_metadata", "core.identities",
                            "audit_events", "audit.events",
                            "dialectic_messages", "core.dialectic_messages")
                    .entrySet()) {
                long expected = 0;
                for (Path file : files) {
                    expected += count(file, table.getKey());
                }
                assertEquals(expected, rows(target, table.getValue()), table.getValue() + ", " + when);
            }
        }
    }

    private static long count(Path file, String table) throws SQLException {
        try (Connection source = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            return rows(source, table);
        }
    }

    private static long count(Connection connection, String table) throws SQLException {
        try (connection) {
            return rows(connection, table);
        }
    }

    private static long rows(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
