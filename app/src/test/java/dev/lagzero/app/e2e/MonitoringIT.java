package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What infra/ holds, by the tools that will use it: promtool, and a real Prometheus that scrapes a real run. */
class MonitoringIT {

    private static final Path INFRA = Path.of("../infra").toAbsolutePath().normalize();
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theRulesWakeSomebodyWhenTheyShouldAndOnlyThen(@TempDir Path folder) throws Exception {
        Path rules = INFRA.resolve("prometheus/lagzero.rules.test.yml");
        Path output = folder.resolve("promtool.txt");
        Process promtool = new ProcessBuilder("promtool", "test", "rules", rules.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertTrue(promtool.waitFor(60, TimeUnit.SECONDS), "promtool does not end");
        assertEquals(0, promtool.exitValue(), Files.readString(output));
    }

    @Test
    void everyQueryOfTheDashboardAndEveryRuleFindsItsNumbersInARealRun(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("live.db");
        RandomWriter.open(file).close();
        JsonNode dashboard = JSON.readTree(INFRA.resolve("grafana/lagzero.json").toFile());
        try (Product product = Product.run(folder.resolve("data"), Map.of(), "--source", "sqlite:" + file)) {
            product.awaitState("CONSISTENT");
            int port = Status.freePort();
            Process prometheus = prometheus(folder, port, product.url());
            try {
                Process writer = Writers.start(file, System.nanoTime(), 300, 5_000);
                assertEquals(0, writer.waitFor(), "the writer failed");
                product.awaitState("CONSISTENT");
                TreeSet<String> silent = new TreeSet<>(queries(dashboard));
                assertTrue(silent.size() > 20, "only " + silent);
                for (int turn = 0; turn < 30 && !silent.isEmpty(); turn++) {
                    Thread.sleep(500);
                    for (String query : List.copyOf(silent)) {
                        if (!ask(port, query).isEmpty()) {
                            silent.remove(query);
                        }
                    }
                }
                assertEquals(new TreeSet<>(), silent, "these find nothing\n" + product.log());
                for (String stage : List.of("capture", "stream", "sink", "total")) {
                    String count = "lagzero_stage_latency_seconds_count{stage=\"" + stage + "\"} >= 100";
                    assertEquals(1, ask(port, count).size(), count + "\n" + product.log());
                }
                assertHealthy(Status.get(port, "/api/v1/rules"));
            } finally {
                prometheus.destroy();
                prometheus.waitFor();
            }
            assertEquals(0, product.interrupt());
        }
    }

    private static Process prometheus(Path folder, int port, String target) throws IOException {
        Path config = folder.resolve("prometheus.yml");
        String text = Files.readString(INFRA.resolve("prometheus/prometheus.yml"))
                .replace("5s", "1s")
                .replace(
                        "lagzero.rules.yml",
                        INFRA.resolve("prometheus/lagzero.rules.yml").toString())
                .replace("127.0.0.1:8080", target.replace("http://", ""));
        Files.writeString(config, text);
        return new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
    }

    /** As Grafana would ask them with everything chosen; those of annotations are empty when all is well. */
    private static TreeSet<String> queries(JsonNode dashboard) {
        TreeSet<String> queries = new TreeSet<>();
        dashboard
                .path("panels")
                .findValuesAsText("expr")
                .forEach(expression -> queries.add(expression
                        .replace("$pipeline", ".*")
                        .replace("$source", ".*")
                        .replace("$__rate_interval", "30s")));
        return queries;
    }

    private static JsonNode ask(int port, String query) throws IOException, InterruptedException {
        String path = "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        try {
            JsonNode answer = Status.get(port, path);
            assertEquals("success", answer.path("status").asText(), query + ": " + answer);
            return answer.path("data").path("result");
        } catch (java.net.ConnectException notYet) {
            return JSON.createArrayNode();
        }
    }

    private static void assertHealthy(JsonNode answer) {
        int rules = 0;
        for (JsonNode rule : answer.path("data").path("groups").path(0).path("rules")) {
            rules++;
            assertEquals("ok", rule.path("health").asText(), rule.toString());
            boolean firing = rule.path("state").asText().equals("firing");
            assertEquals(false, firing && !rule.path("name").asText().startsWith("LagzeroLatency"), rule.toString());
        }
        assertEquals(11, rules);
    }
}
