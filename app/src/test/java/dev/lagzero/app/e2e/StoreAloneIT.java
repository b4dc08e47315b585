package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lagzero.app.embedded.EmbeddedPostgres;
import dev.lagzero.schemas.position.SourcePosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store captured by a process that does nothing else. */
class StoreAloneIT {

    private static final List<String> STAGES = List.of("capture", "stream", "sink");

    @TempDir
    Path folder;

    @Test
    void aStoreCapturedAloneTakesTransactionsAndSaysWhereItStands() throws Exception {
        List<Process> running = new ArrayList<>();
        int[] ports = {Status.freePort(), Status.freePort(), Status.freePort()};
        try (Servers servers = new Servers(folder)) {
            for (int i = 0; i < ports.length; i++) {
                running.add(start(servers, STAGES.get(i), ports[i]));
            }
            for (int port : ports) {
                awaitReady(port);
            }
            String capture = "http://127.0.0.1:" + ports[0];
            StoreClient.Said said = new StoreClient()
                    .post(
                            capture + "/v1/sources/shop/transactions",
                            "{\"changes\":[{\"table\":\"items\",\"row\":{\"id\":\"a\",\"n\":1}}]}",
                            "Idempotency-Key",
                            "first");
            assertEquals(200, said.status(), String.valueOf(said.body()));
            JsonNode position = Status.get(ports[0], "/v1/sources/shop/position?fresh");
            SourcePosition written =
                    SourcePosition.parse(said.body().path("position").asText());
            SourcePosition fresh =
                    SourcePosition.parse(position.path("position").asText());
            assertFalse(written.isAfter(fresh), String.valueOf(position));
            assertTrue(position.path("applied").isNull(), "it does not know the target: " + position);
            Path snapshot = Files.writeString(folder.resolve("snapshot.json"), "{\"more\": [{\"id\": \"b\"}]}");
            Product.Result imported = Product.command(
                    "import", "--source", "memory:shop", "--snapshot", snapshot.toString(), "--url", capture);
            assertEquals(0, imported.code(), imported.output());
            awaitRows(servers);
        } finally {
            running.forEach(Process::destroyForcibly);
        }
    }

    private Process start(Servers servers, String stage, int port) throws IOException {
        Path yaml = Files.writeString(folder.resolve("lagzero.yaml"), """
                sources: [{url: "memory:shop"}]
                kafka: {bootstrap: "%s"}
                target: {url: "%s"}
                data: "%s"
                """.formatted(
                        servers.bootstrap(), servers.jdbcUrl(), folder.resolve("data")));
        Map<String, String> environment = Map.of("PGUSER", EmbeddedPostgres.OWNER, "PGPASSWORD", servers.password());
        return Product.launch(
                folder.resolve(stage + ".txt"),
                environment,
                List.of(stage, "-c", yaml.toString(), "--http", Integer.toString(port)));
    }

    private void awaitReady(int port) throws InterruptedException, IOException {
        for (int i = 0; i < 600; i++) {
            try {
                if (Status.get(port, "/api/ready").path("ready").asBoolean()) {
                    return;
                }
            } catch (IOException notYet) {
                assertTrue(i < 599, notYet.toString());
            }
            Thread.sleep(100);
        }
        StringBuilder said = new StringBuilder();
        for (String stage : STAGES) {
            said.append(Files.readString(folder.resolve(stage + ".txt")));
        }
        throw new AssertionError("never ready: " + said);
    }

    private static void awaitRows(Servers servers) throws Exception {
        try (Connection target = servers.connect();
                Statement statement = target.createStatement()) {
            for (int i = 0; i < 600; i++) {
                try (ResultSet there = statement.executeQuery("SELECT to_regclass('public.more')")) {
                    if (there.next() && there.getString(1) != null) {
                        break;
                    }
                }
                Thread.sleep(100);
            }
            try (ResultSet rows = statement.executeQuery("SELECT i.id, i.n, m.id FROM public.items i, public.more m")) {
                assertTrue(rows.next());
                assertEquals("a 1 b", rows.getString(1) + " " + rows.getLong(2) + " " + rows.getString(3));
            }
        }
    }
}
