package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.position.SourcePosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store in memory behind HTTP, its process killed while others write: what was answered is what Postgres shows. */
class StoreIT {

    private static final int WRITERS = 8;
    private static final int KILLS = Integer.getInteger("lagzero.store.kills", 3);

    @TempDir
    Path folder;

    private final AtomicReference<String> url = new AtomicReference<>("");
    private final AtomicBoolean writing = new AtomicBoolean(true);
    private final ConcurrentMap<String, String> held = new ConcurrentHashMap<>();

    @Test
    void whatWasAnsweredSurvivesEveryKillOnceAndPostgresShowsIt() throws Exception {
        long seed = Long.getLong("lagzero.seed", System.nanoTime());
        System.out.println("StoreIT seed " + seed);
        Random random = new Random(seed);
        Path data = folder.resolve("data");
        List<Thread> writers = new ArrayList<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (int kill = 0; kill <= KILLS; kill++) {
            try (Product product = Product.run(data, Map.of(), "--source", "memory:shop")) {
                product.awaitState("CONSISTENT");
                url.set(product.url());
                if (writers.isEmpty()) {
                    start(writers, failure, seed);
                }
                Thread.sleep(300 + random.nextInt(700));
                if (kill < KILLS) {
                    product.kill9();
                } else {
                    writing.set(false);
                    for (Thread writer : writers) {
                        writer.join(60_000);
                    }
                    assertEquals(null, failure.get(), "seed " + seed);
                    product.awaitState("CONSISTENT");
                    assertEquals(new TreeMap<>(held), rows(product), "seed " + seed);
                    assertEquals(
                            List.of(), TopicAudit.faults(Product.endpoints(data).kafka(), "lagzero.main.changes"));
                    assertEquals(0, product.interrupt());
                }
            }
        }
    }

    private void start(List<Thread> writers, AtomicReference<Throwable> failure, long seed) {
        for (int i = 0; i < WRITERS; i++) {
            int own = i;
            Thread writer = new Thread(() -> {
                try {
                    write(own, new Random(seed + own));
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                }
            });
            writers.add(writer);
            writer.start();
        }
    }

    /** Each counts its transactions, and sends one again until it is answered: then it has happened exactly once. */
    private void write(int own, Random random) throws InterruptedException {
        StoreClient client = new StoreClient();
        for (long number = 1; writing.get(); number++) {
            String key = own + "-" + random.nextInt(20);
            boolean delete = random.nextInt(4) == 0;
            String change = delete
                    ? "{\"table\":\"items\",\"delete\":{\"id\":\"" + key + "\"}}"
                    : "{\"table\":\"items\",\"row\":{\"id\":\"" + key + "\",\"number\":" + number
                            + ",\"what\":[1,{\"a\":null}]}}";
            StoreClient.Said said = null;
            while (said == null) {
                try {
                    said = client.post(
                            url.get() + "/v1/sources/shop/transactions",
                            "{\"changes\":[" + change + "]}",
                            "Lagzero-Client",
                            "writer-" + own,
                            "Lagzero-Sequence",
                            Long.toString(number));
                    boolean later = said.status() == 503 || said.status() == 429 || said.status() == 404;
                    said = later ? null : said;
                } catch (IOException e) {
                    // Nobody knows whether it arrived.
                    Thread.sleep(50);
                }
            }
            assertEquals(200, said.status(), String.valueOf(said.body()));
            if (delete) {
                held.remove(key);
            } else {
                held.put(key, number + " [1,{\"a\":null}]");
            }
        }
    }

    private static TreeMap<String, String> rows(Product product) throws IOException, SQLException {
        TreeMap<String, String> rows = new TreeMap<>();
        try (Connection target = product.postgres();
                Statement statement = target.createStatement();
                ResultSet result = statement.executeQuery("SELECT id, number, what::text FROM public.items")) {
            while (result.next()) {
                rows.put(result.getString(1), result.getLong(2) + " " + result.getString(3));
            }
        }
        return rows;
    }

    @Test
    void aSnapshotIsImportedOnceAndATruncatedOneNever() throws Exception {
        Path data = folder.resolve("data");
        Path file = folder.resolve("snapshot.json");
        Files.writeString(file, """
                {"projects": [{"id": "1", "ecosystem": "npm", "name": "React", "description": null}],
                 "edges": [[["npm", "React"], ["npm", "react-dom"]]],
                 "contributors": [], "assets": [{"id": "a", "name": "x", "total_cost": "1E+3", "metadata": {"k": 1.50}}]}
                """);
        try (Product product = Product.run(data, Map.of(), "--source", "memory:shop")) {
            product.awaitState("CONSISTENT");
            Product.Result first = importing(data, file);
            assertEquals(0, first.code(), first.output());
            assertTrue(first.output().contains("3 rows changed"), first.output());
            assertTrue(importing(data, file).output().contains("0 rows changed"));
            Files.writeString(file, Files.readString(file).substring(0, 120));
            assertEquals(2, importing(data, file).code());
            product.awaitState("CONSISTENT");
            try (Connection target = product.postgres();
                    Statement statement = target.createStatement();
                    ResultSet result = statement.executeQuery(
                            "SELECT to_name, total_cost, metadata::text FROM public.edges, public.assets")) {
                assertTrue(result.next());
                assertEquals("react-dom", result.getString(1));
                assertEquals("1E+3", result.getString(2));
                assertEquals("{\"k\":1.50}", result.getString(3));
            }
        }
    }

    @Test
    void aStoreWhoseTopicIsLostIsLetGoOfAndBeginsAnewUnderItsName() throws Exception {
        Path data = folder.resolve("data");
        try (Product product = Product.run(data, Map.of(), "--source", "memory:shop")) {
            product.awaitState("CONSISTENT");
            assertEquals(200, put(product, "before").status());
            product.awaitState("CONSISTENT");
            assertEquals(0, product.interrupt());
        }
        Files.move(data.resolve("kafka"), folder.resolve("lost"));
        try (Product product = Product.run(data, Map.of(), "--source", "memory:shop")) {
            assertEquals(2, product.waitForExit());
            assertTrue(product.output().contains("lagzero reset --source shop"), product.output());
        }
        Product.Result reset = Product.command("reset", "--data", data.toString(), "--source", "shop");
        assertEquals(0, reset.code(), reset.output());
        try (Product product = Product.run(data, Map.of(), "--source", "memory:shop")) {
            product.awaitState("CONSISTENT");
            StoreClient.Said said = put(product, "after");
            assertEquals(200, said.status(), String.valueOf(said.body()));
            assertTrue(
                    SourcePosition.parse(said.body().path("position").asText()).epoch() > 1, "an epoch of its own");
            product.awaitState("CONSISTENT");
            assertEquals(Set.of("after"), rows(product).keySet());
            assertEquals(0, product.interrupt());
        }
    }

    /** Who has written and asks for a fresh position then waits for it in the target, and reads there what it wrote. */
    @Test
    void whoWritesCanReadItsOwnWrites() throws Exception {
        Path data = folder.resolve("data");
        try (Product product = Product.run(data, Map.of(), "--source", "memory:shop")) {
            product.awaitState("CONSISTENT");
            for (int i = 0; i < 20; i++) {
                StoreClient.Said said = put(product, "own-" + i);
                SourcePosition written =
                        SourcePosition.parse(said.body().path("position").asText());
                SourcePosition fresh = SourcePosition.parse(
                        product.freshPosition("shop").path("position").asText());
                assertFalse(written.isAfter(fresh), fresh + " does not cover " + written);
                try (Connection target = product.postgres();
                        Statement statement = target.createStatement()) {
                    statement.execute("SELECT lagzero.wait_for('shop', '" + fresh + "', interval '20 seconds')");
                }
                assertTrue(rows(product).containsKey("own-" + i), "at " + fresh);
            }
        }
    }

    private static StoreClient.Said put(Product product, String id) throws IOException, InterruptedException {
        return new StoreClient()
                .post(
                        product.url() + "/v1/sources/shop/transactions",
                        "{\"changes\":[{\"table\":\"items\",\"row\":{\"id\":\"" + id
                                + "\",\"number\":1,\"what\":[]}}]}");
    }

    private static Product.Result importing(Path data, Path file) throws IOException, InterruptedException {
        return Product.command(
                "import", "--data", data.toString(), "--source", "memory:shop", "--snapshot", file.toString());
    }

    @Test
    void theExampleInPythonWritesEachTransactionOnce() throws Exception {
        Path data = folder.resolve("data");
        try (Product product = Product.run(data, Map.of("LAGZERO_TOKEN", "hush"), "--source", "memory:shop")) {
            product.awaitState("CONSISTENT");
            assertEquals(
                    401,
                    new StoreClient()
                            .post(product.url() + "/v1/sources/shop/transactions", "{\"changes\":[]}")
                            .status());
            ProcessBuilder python = new ProcessBuilder("python3", example().toString()).redirectErrorStream(true);
            python.environment().put("LAGZERO_URL", product.url());
            python.environment().put("LAGZERO_TOKEN", "hush");
            Process process = python.start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), said);
            assertTrue(said.strip().matches("\\d+:\\d+"), said);
            product.awaitState("CONSISTENT");
            try (Connection target = product.postgres();
                    Statement statement = target.createStatement();
                    ResultSet result = statement.executeQuery("SELECT count(*), max(tags::text) FROM public.orders")) {
                assertTrue(result.next());
                assertEquals(99, result.getLong(1));
                assertEquals("[\"new\"]", result.getString(2));
            }
        }
    }

    private static Path example() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("examples/lagzero_client.py"))) {
            directory = directory.getParent();
        }
        return directory.resolve("examples/lagzero_client.py");
    }
}
