package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

/** Whatever dies or disappears, the end is equal and the state on the way is honest. */
class RecoveryIT {

    @Test
    void twentyKillsAtRandomMomentsEndEqual(@TempDir Path folder)
            throws IOException, SQLException, InterruptedException {
        long seed = System.nanoTime();
        System.out.println("RecoveryIT seed " + seed);
        Random random = new Random(seed);
        Path data = folder.resolve("data");
        try (RandomSource source = new RandomSource(folder.resolve("kill.db"), seed)) {
            source.write(50);
            for (int kill = 0; kill < 20; kill++) {
                try (Product product = Product.run(data, Map.of(), "--source", "sqlite:" + source.file)) {
                    long until = System.nanoTime() + (500L + random.nextInt(7_000)) * 1_000_000;
                    while (System.nanoTime() < until) {
                        source.write(2);
                        Thread.sleep(30);
                    }
                    assertTrue(product.isAlive(), () -> "it ended by itself, seed " + seed);
                    product.kill9();
                }
            }
            Product.assertEndsEqual(data, Map.of(source.file, "public"), "seed " + seed);
        }
    }

    @Test
    void fiveKillsOfPostgresEndEqual(@TempDir Path folder) throws IOException, SQLException, InterruptedException {
        long seed = System.nanoTime();
        System.out.println("RecoveryIT seed " + seed);
        Path data = folder.resolve("data");
        try (RandomSource source = new RandomSource(folder.resolve("pg.db"), seed)) {
            try (Product product = Product.run(data, Map.of(), "--source", "sqlite:" + source.file)) {
                product.awaitState("CONSISTENT");
                for (int kill = 0; kill < 5; kill++) {
                    source.write(40);
                    killPostgres(data);
                    source.write(40);
                    product.awaitState("CONSISTENT");
                }
                try (Connection target = product.postgres()) {
                    assertEquals(List.of(), Comparison.differences(source.file, target, "public", Set.of()));
                }
                assertEquals(0, product.interrupt());
            }
        }
    }

    private static void killPostgres(Path data) throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postgres/data/postmaster.pid")).getFirst());
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }
}
