package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random steps of writes, faults and looks with everything real. Nobody writes between a look and the comparison after it,
 * so whenever a look says CONSISTENT the file and the database must be equal, by a comparison that shares no code with the
 * product. {@code -Dlag.steps} makes it longer.
 */
class LagOracleIT {

    private static final int STEPS = Integer.getInteger("lag.steps", 100);

    private final long seed = Long.getLong("lag.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private int consistent;
    private int behind;

    @Test
    void wheneverItSaysConsistentFileAndDatabaseAreEqual(@TempDir Path folder) throws Exception {
        System.out.println("LagOracleIT seed " + seed + ", " + STEPS + " steps");
        Path data = folder.resolve("data");
        try (RandomSource source = new RandomSource(folder.resolve("o.db"), seed)) {
            Product product = Product.run(data, Map.of(), "--source", "sqlite:" + source.file);
            try {
                product.awaitState("CONSISTENT");
                for (int step = 0; step < STEPS; step++) {
                    product = step(product, data, source);
                    look(product, source, "seed " + seed + " step " + step);
                }
                product.awaitState("CONSISTENT");
                look(product, source, "seed " + seed + " at the end");
                assertEquals(0, product.interrupt());
            } finally {
                product.close();
            }
        }
        System.out.println("LagOracleIT: " + consistent + " times consistent, " + behind + " times behind");
        assertTrue(consistent > STEPS / 10, "seed " + seed + ": only " + consistent + " times consistent");
    }

    private Product step(Product product, Path data, RandomSource source)
            throws SQLException, IOException, InterruptedException {
        int kind = random.nextInt(100);
        if (kind < 1) {
            product.kill9();
            product.close();
            return Product.run(data, Map.of(), "--source", "sqlite:" + source.file);
        }
        if (kind < 3) {
            killPostgres(data);
        } else if (kind < 60) {
            source.write(1 + random.nextInt(8));
        } else if (kind < 80) {
            Thread.sleep(random.nextInt(60));
        } else {
            product.awaitState("CONSISTENT");
        }
        return product;
    }

    private void look(Product product, RandomSource source, String when)
            throws SQLException, IOException, InterruptedException {
        JsonNode sources = product.look();
        if (Status.all(sources, "CONSISTENT")) {
            consistent++;
            try (Connection target = connect(product)) {
                assertEquals(List.of(), Comparison.differences(source.file, target, "public", Set.of()), when);
            }
            assertEquals(0, sources.path(0).path("lag").path("seconds").asDouble(-1), when + sources);
        } else if (Status.all(sources, "BEHIND")) {
            behind++;
            assertTrue(sources.path(0).path("lag").path("transactions").asLong() > 0, when + sources);
        }
    }

    /** What a Postgres said with its last breath is compared when it is back. */
    private static Connection connect(Product product) throws IOException, SQLException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return product.postgres();
            } catch (SQLException e) {
                if (attempt == 300) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    private static void killPostgres(Path data) throws IOException {
        Path file = data.resolve("postgres/data/postmaster.pid");
        if (Files.exists(file)) {
            long pid = Long.parseLong(Files.readAllLines(file).getFirst());
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
