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
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The catalog as a user runs it: two servers' files in mixed dialects that share tags, into tables, a graph and history.
 * {@code -Dlagzero.governance.changes=5000} is the long run.
 */
class GovernanceIT {

    private static final int CHANGES = Integer.getInteger("lagzero.governance.changes", 500);

    @Test
    void inPlainTables(@TempDir Path folder) throws IOException, SQLException, InterruptedException {
        twoFilesThatShareTagsEndEqual(folder, GovernanceRun.Place.PLAIN_TABLES);
    }

    @Test
    @EnabledIfEnvironmentVariable(
            named = "LAGZERO_AGE_ROOT",
            matches = ".+",
            disabledReason = "no Apache AGE here; .ci/run sets one up")
    void inApacheAge(@TempDir Path folder) throws IOException, SQLException, InterruptedException {
        twoFilesThatShareTagsEndEqual(folder, GovernanceRun.Place.APACHE_AGE);
    }

    private static void twoFilesThatShareTagsEndEqual(Path folder, GovernanceRun.Place place)
            throws IOException, SQLException, InterruptedException {
        long seed = Long.getLong("lagzero.seed", System.nanoTime());
        System.out.println("GovernanceIT seed " + seed + ", " + CHANGES + " changes");
        try (GovernanceRun run = GovernanceRun.on(folder, place, seed)) {
            run.work(300);
            long loaded = count(DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("one.db")), "agent_state")
                    + count(DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("two.db")), "agent_state");
            long before = run.first.states() + run.second.states();
            try (Product product = run.start(Map.of())) {
                product.awaitState("CONSISTENT");
                run.assertEqual("after the load, -Dlagzero.seed=" + seed);
                assertEquals(loaded, count(run.connect(), "core.agent_state"), "history after the load");
                for (int done = 0; done < CHANGES; done += 500) {
                    run.work(250);
                }
                product.awaitState("CONSISTENT");
                run.assertEqual("after live changes, -Dlagzero.seed=" + seed);
                long changes = run.first.states() + run.second.states() - before;
                assertTrue(changes > 0, "no state changed");
                assertEquals(loaded + changes, count(run.connect(), "core.agent_state"), "a row for each change");
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
        try (GovernanceFile source = GovernanceFile.create(file, "one", GovernanceDialects.ONE, new Random(1))) {
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
                assertEquals(
                        count(DriverManager.getConnection("jdbc:sqlite:" + file), "audit_events"),
                        count(product.postgres(), "audit.events"));
                assertEquals(0, product.interrupt());
            }
        }
    }

    private static long count(Connection connection, String table) throws SQLException {
        try (connection;
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
