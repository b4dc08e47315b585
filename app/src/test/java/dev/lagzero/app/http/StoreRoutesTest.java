package dev.lagzero.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lagzero.capture.entry.Entrance;
import dev.lagzero.capture.journal.RefusedWrite;
import dev.lagzero.capture.store.RequestShape;
import dev.lagzero.capture.store.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every answer is held against the OpenAPI document: its status is there, and it has the fields that are promised. */
class StoreRoutesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/v1/sources/{source}/transactions";
    private static final String ONE = "{\"changes\":[{\"table\":\"t\",\"row\":{\"id\":1}}]}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final TwinLedger ledger = new TwinLedger();
    private final Store store = new Store(ledger);
    private WebServer server;
    private JsonNode document;

    @BeforeEach
    void start() throws Exception {
        store.declare(RequestShape.REQUESTS);
        Entrance entrance = new Entrance(store);
        Entrances entrances = source -> source.equals("shop") ? Optional.of(entrance) : Optional.empty();
        server = WebServer.start(0, List.of(new StoreRoutes(entrances, "hush")));
        document = get("/v1/openapi.json");
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.address() + path)).build();
        return JSON.readTree(
                client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    /** Sends what the document describes, and checks the answer against it. */
    private JsonNode post(String template, int status, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(server.address() + template.replace("{source}", "shop")))
                .header("Authorization", "Bearer hush")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return checked(template, status, client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    }

    private JsonNode checked(String template, int status, HttpResponse<String> response) throws IOException {
        assertEquals(status, response.statusCode(), response.body());
        JsonNode described = resolved(document.path("paths")
                .path(template)
                .path("post")
                .path("responses")
                .path(Integer.toString(status)));
        JsonNode schema =
                resolved(described.path("content").path("application/json").path("schema"));
        assertFalse(schema.isMissingNode(), status + " is not in the document");
        JsonNode body = JSON.readTree(response.body());
        schema.path("required").forEach(field -> assertTrue(body.has(field.asText()), field + " in " + body));
        body.fieldNames()
                .forEachRemaining(field ->
                        assertTrue(schema.path("properties").has(field), field + " is not described: " + body));
        return body;
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    @Test
    void itsPathsAreThoseOfTheDocument() {
        TreeSet<String> paths = new TreeSet<>();
        document.path("paths").fieldNames().forEachRemaining(paths::add);
        assertEquals(
                new TreeSet<>(List.of(
                        "/v1/openapi.json", "/v1/sources/{source}/position", "/v1/sources/{source}/snapshot", PATH)),
                paths);
        assertTrue(document.path("openapi").asText().startsWith("3."));
    }

    @Test
    void aTransactionIsMadeOnceUnderItsNumber() throws Exception {
        JsonNode made = post(PATH, 200, ONE, "Lagzero-Client", "c", "Lagzero-Sequence", "1");
        assertEquals("1:2", made.path("position").asText());
        JsonNode again = post(PATH, 200, ONE, "Lagzero-Client", "c", "Lagzero-Sequence", "1");
        assertTrue(again.path("repeated").asBoolean());
        assertEquals("1:2", again.path("position").asText());
        assertEquals(
                2,
                post(PATH, 409, ONE, "Lagzero-Client", "c", "Lagzero-Sequence", "7")
                        .path("expected")
                        .asInt());
        post(PATH, 409, ONE.replace(":1}", ":2}"), "Lagzero-Client", "c", "Lagzero-Sequence", "1");
        post(PATH, 200, ONE, "Idempotency-Key", "k");
        assertTrue(post(PATH, 200, ONE, "Idempotency-Key", "k").path("repeated").asBoolean());
        assertEquals(2, ledger.written.size());
    }

    @Test
    void whatIsWrongIsSaidWithItsPath() throws Exception {
        assertEquals(
                "/changes/0/row",
                post(PATH, 422, "{\"changes\":[{\"table\":\"t\",\"row\":7}]}")
                        .path("path")
                        .asText());
        assertEquals(
                "/changes/1/row/id",
                post(
                                PATH,
                                422,
                                "{\"changes\":[{\"table\":\"t\",\"row\":{\"id\":1}},{\"table\":\"t\",\"row\":{\"x\":1}}]}")
                        .path("path")
                        .asText());
        post(PATH, 422, ONE, "Lagzero-Client", "c");
        post(PATH, 422, "");
        post("/v1/sources/{source}/snapshot", 422, "{\"t\": [{\"id\"");
        assertTrue(ledger.written.isEmpty());
        post("/v1/sources/{source}/snapshot", 200, "{\"t\": [{\"id\": 1}]}");
        assertEquals(
                0,
                post("/v1/sources/{source}/snapshot", 200, "{\"t\": [{\"id\": 1}]}")
                        .path("changed")
                        .asInt());
    }

    @Test
    void linesAreOneTransaction() throws Exception {
        String line = "{\"table\":\"t\",\"row\":{\"id\":%d}}%n";
        post(PATH, 200, String.format(line, 1) + String.format(line, 2), "Content-Type", "application/x-ndjson");
        assertEquals(1, ledger.written.size());
        assertEquals(3, ledger.written.getFirst().size());
    }

    /** A server that is cut off from its client between two chunks cannot always tell. */
    @Test
    void whatIsSentInChunksIsNotTaken() throws Exception {
        byte[] one = ONE.getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + PATH.replace("{source}", "shop")))
                .header("Authorization", "Bearer hush")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(one)))
                .build();
        checked(PATH, 411, client.send(request, HttpResponse.BodyHandlers.ofString()));
        assertTrue(ledger.written.isEmpty());
    }

    @Test
    void aStoreThatTakesNothingSaysWhy() throws Exception {
        ledger.refusing = RefusedWrite.Reason.FULL;
        post(PATH, 429, ONE);
        ledger.refusing = RefusedWrite.Reason.TOO_LARGE;
        post(PATH, 413, ONE);
        ledger.refusing = RefusedWrite.Reason.CLOSED;
        post(PATH, 503, ONE);
        ledger.refusing = null;
        post(PATH, 200, ONE);
    }

    @Test
    void withoutTheTokenNothingIsTaken() throws Exception {
        for (String token : List.of("Bearer wrong", "hush")) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(server.address() + PATH.replace("{source}", "shop")))
                    .header("Authorization", token)
                    .POST(HttpRequest.BodyPublishers.ofString(ONE))
                    .build();
            checked(PATH, 401, client.send(request, HttpResponse.BodyHandlers.ofString()));
        }
        HttpRequest unknown = HttpRequest.newBuilder(URI.create(server.address() + PATH.replace("{source}", "else")))
                .header("Authorization", "Bearer hush")
                .POST(HttpRequest.BodyPublishers.ofString(ONE))
                .build();
        checked(PATH, 404, client.send(unknown, HttpResponse.BodyHandlers.ofString()));
        assertTrue(ledger.written.isEmpty());
    }
}
