package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row that the mapping cannot make a row of is a row that the target does not show: never equal. */
class LagRejectIT {

    private static final String MAPPING = """
            mapping: sales
            tables:
              sale:
                rows:
                  - vertex: Sale
                    key: {id: id}
                    properties:
                      amount: {cast: amount, to: integer}
            """;

    @Test
    void oneRejectIsParkedWithinTwoSecondsAndItsRepairMakesEqual(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("till.db");
        execute(file, "PRAGMA journal_mode = WAL");
        execute(file, "CREATE TABLE sale(id INTEGER PRIMARY KEY, amount)");
        execute(file, "INSERT INTO sale VALUES(1, '10')");
        Path yaml = folder.resolve("lagzero.yaml");
        Path mapping = Files.writeString(folder.resolve("sales.yaml"), MAPPING);
        Files.writeString(
                yaml,
                "sources: [{url: \"sqlite:" + file + "\"}]\nmapping: \"" + mapping + "\"\ntarget: {graph: tables}\n");
        try (Product product = Product.run(folder.resolve("data"), Map.of(), "-c", yaml.toString())) {
            product.awaitState("CONSISTENT");
            execute(file, "INSERT INTO sale VALUES(2, 'ten')");
            long committed = System.nanoTime();
            JsonNode last;
            long began;
            do {
                began = System.nanoTime();
                last = product.look().path(0);
                assertNotEquals("CONSISTENT", last.path("state").asText(), last.toString());
            } while (began - committed < 2_000_000_000L
                    && !last.path("state").asText().equals("PARKED"));
            assertEquals("PARKED", last.path("state").asText(), last.toString());
            assertEquals(1, last.path("parked").asLong(), last.toString());
            JsonNode verdict = Status.get(product.port(), "/lag").path("cutover");
            assertEquals(false, verdict.path("may").asBoolean(true), verdict.toString());
            JsonNode parked = Status.get(product.port(), "/api/overview").path("parked");
            assertEquals(1, parked.size(), parked.toString());
            assertTrue(parked.path(0).path("reason").asText().contains("Sale.amount"), parked.toString());
            execute(file, "UPDATE sale SET amount = '12' WHERE id = 2");
            product.awaitState("CONSISTENT");
            assertEquals(0, product.interrupt());
        }
    }

    private static void execute(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
