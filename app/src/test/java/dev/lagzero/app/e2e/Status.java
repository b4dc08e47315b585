package dev.lagzero.app.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What a running process says of its sources, looked at afresh. */
final class Status {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Status() {}

    /** What is said of each source; something else while nobody answers. */
    static JsonNode of(int port) throws InterruptedException {
        try {
            return get(port, "/lag").path("sources");
        } catch (IOException notYetOrNoMore) {
            return JSON.createObjectNode().put("state", "SILENT").put("cause", notYetOrNoMore.toString());
        }
    }

    static JsonNode get(int port, String path) throws IOException, InterruptedException {
        return JSON.readTree(text(port, path));
    }

    static String text(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    static boolean all(JsonNode sources, String state) {
        for (JsonNode source : sources) {
            if (!state.equals(source.path("state").asText())) {
                return false;
            }
        }
        return sources.isArray() && !sources.isEmpty();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
