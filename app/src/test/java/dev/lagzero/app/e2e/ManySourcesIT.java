package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several sources in one pipeline: they share topics, stream and sink, and nothing else. */
class ManySourcesIT {

    private static final int MANY = Integer.getInteger("lagzero.sources", 200);

    @Test
    void manySourcesEndEqualAfterAKill(@TempDir Path folder) throws IOException, SQLException, InterruptedException {
        long seed = System.nanoTime();
        System.out.println("ManySourcesIT seed " + seed);
        Random random = new Random(seed);
        Path data = folder.resolve("data");
        List<RandomSource> sources = new ArrayList<>();
        try {
            Map<Path, String> schemas = new LinkedHashMap<>();
            for (int i = 0; i < MANY; i++) {
                sources.add(new RandomSource(folder.resolve("s" + i + ".db"), random.nextLong()));
                schemas.put(sources.getLast().file, "s" + i);
            }
            try (Product product = Product.run(data, Map.of(), Product.sources(schemas))) {
                long until = System.nanoTime() + 15_000_000_000L + random.nextInt(8_000) * 1_000_000L;
                while (System.nanoTime() < until) {
                    sources.get(random.nextInt(MANY)).write(1 + random.nextInt(3));
                    Thread.sleep(5);
                }
                assertTrue(product.isAlive(), () -> "it ended by itself, seed " + seed + product.log());
                product.kill9();
            }
            for (RandomSource source : sources) {
                source.write(random.nextInt(3));
            }
            Product.assertEndsEqual(data, schemas, "seed " + seed);
        } finally {
            for (RandomSource source : sources) {
                source.close();
            }
        }
    }

    @Test
    void sourcesComeAndGoWithoutMovingOthers(@TempDir Path folder)
            throws IOException, SQLException, InterruptedException {
        long seed = System.nanoTime();
        System.out.println("ManySourcesIT seed " + seed);
        Path data = folder.resolve("data");
        try (RandomSource first = new RandomSource(folder.resolve("first.db"), seed);
                RandomSource second = new RandomSource(folder.resolve("second.db"), seed + 1);
                RandomSource third = new RandomSource(folder.resolve("third.db"), seed + 2)) {
            first.write(20);
            second.write(20);
            Product.assertEndsEqual(data, Map.of(first.file, "public"), "one source, seed " + seed);
            Product.assertEndsEqual(
                    data, Map.of(first.file, "public", second.file, "second"), "a second came, seed " + seed);
            first.write(10);
            second.write(10);
            Product.assertEndsEqual(data, Map.of(second.file, "second"), "the first is away, seed " + seed);
            third.write(10);
            Product.assertEndsEqual(
                    data,
                    Map.of(first.file, "public", second.file, "second", third.file, "third"),
                    "the first is back, a third came, seed " + seed);
            Product.Result reset = Product.command("reset", "--source", "second", "--data", data.toString());
            assertEquals(0, reset.code(), reset.output());
            first.write(5);
            second.write(5);
            Product.assertEndsEqual(
                    data,
                    Map.of(first.file, "public", second.file, "second", third.file, "third"),
                    "the second was reset, seed " + seed);
        }
    }

    @Test
    void whoWaitsForAFreshPositionReadsItsOwnWrites(@TempDir Path folder)
            throws IOException, SQLException, InterruptedException {
        Path data = folder.resolve("data");
        try (RandomSource one = new RandomSource(folder.resolve("one.db"), 1);
                RandomSource two = new RandomSource(folder.resolve("two.db"), 2)) {
            Map<Path, String> schemas = Map.of(one.file, "one", two.file, "two");
            try (Product product = Product.run(data, Map.of(), Product.sources(schemas))) {
                product.awaitState("CONSISTENT");
                one.execute("CREATE TABLE mine(id INTEGER PRIMARY KEY, v TEXT)");
                for (int i = 1; i <= 10; i++) {
                    two.write(3);
                    one.execute("INSERT INTO mine VALUES (" + i + ", 'x')");
                    String position =
                            product.freshPosition("one").path("position").asText();
                    Product.Result waited =
                            Product.command("wait", "--source", "one", "--position", position, "--url", product.url());
                    assertEquals(0, waited.code(), waited.output());
                    try (Connection target = product.postgres();
                            Statement statement = target.createStatement();
                            ResultSet count = statement.executeQuery("SELECT count(*) FROM one.mine")) {
                        count.next();
                        assertEquals(i, count.getInt(1), "at " + position);
                    }
                }
                assertEquals(0, product.interrupt());
            }
        }
    }
}
