package dev.lagzero.bench.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lagzero.app.Main;
import dev.lagzero.bench.Processes;
import dev.lagzero.schemas.position.SourcePosition;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** {@code lagzero run --source memory:shop}, as a process of its own. */
final class ServedStore implements AutoCloseable {

    private static final String SOURCE = "/v1/sources/shop/";
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final String address;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ServedStore(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    static ServedStore start(Path folder, String cores) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        List<String> arguments = List.of(
                "run",
                "--source",
                "memory:shop",
                "--http",
                Integer.toString(port),
                "--data",
                folder.resolve("data").toString());
        List<String> pinned = cores.isEmpty() ? List.of() : List.of("taskset", "-c", cores);
        ServedStore store =
                new ServedStore(Processes.start(pinned, Main.class, "1g", arguments), "http://127.0.0.1:" + port);
        store.awaitShown();
        return store;
    }

    /** Waits until the target shows everything. */
    void awaitShown() throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!isShown()) {
            if (!process.isAlive() || System.nanoTime() > until) {
                throw new IllegalStateException("the target never showed everything; look at " + address + "/lag");
            }
            Thread.sleep(5);
        }
    }

    private boolean isShown() throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + SOURCE + "position"))
                    .build();
            HttpResponse<String> said = http.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode body = JSON.readTree(said.body());
            return said.statusCode() == 200
                    && body.path("applied")
                            .asText()
                            .equals(body.path("position").asText())
                    && SourcePosition.parse(body.path("applied").asText()).sequence() > 0;
        } catch (IOException notYetListening) {
            return false;
        }
    }

    Client client() {
        return new Client();
    }

    /** One that numbers its requests. */
    final class Client {
        private final String name = UUID.randomUUID().toString();
        private long sent;

        private Client() {}

        void post(byte[] body, Batches.Form form) throws IOException, InterruptedException {
            sent++;
            String type = form == Batches.Form.LINES ? "application/x-ndjson" : "application/json";
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + SOURCE + "transactions"))
                    .headers("Content-Type", type, "Lagzero-Client", name, "Lagzero-Sequence", Long.toString(sent))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            HttpResponse<String> said = http.send(request, HttpResponse.BodyHandlers.ofString());
            while (said.statusCode() == 429) {
                Thread.sleep(100);
                said = http.send(request, HttpResponse.BodyHandlers.ofString());
            }
            if (said.statusCode() != 200) {
                throw new IOException(said.statusCode() + " " + said.body());
            }
        }
    }

    @Override
    public void close() {
        http.close();
        process.destroy();
        process.onExit().orTimeout(1, TimeUnit.MINUTES).join();
    }
}
