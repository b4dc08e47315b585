package dev.lagzero.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.control.lag.LagReport;
import dev.lagzero.control.lag.SourceLag;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LifeRoutesTest {

    @Test
    void whoDoesItsWorkIsReady() throws Exception {
        HttpResponse<String> ready = ready(Optional::empty);
        assertEquals(200, ready.statusCode());
        assertEquals("{\"ready\":true,\"cause\":null}", ready.body());
    }

    @Test
    void whoDoesNotSaysWhy() throws Exception {
        HttpResponse<String> away = ready(() -> Optional.of("Postgres does not answer"));
        assertEquals(503, away.statusCode());
        assertEquals("{\"ready\":false,\"cause\":\"Postgres does not answer\"}", away.body());
        HttpResponse<String> broken = ready(() -> {
            throw new IllegalStateException("no more threads");
        });
        assertEquals(503, broken.statusCode());
        assertTrue(broken.body().contains("no more threads"), broken.body());
    }

    @Test
    void anAnswerThatDoesNotComeIsAnAnswer() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        HttpResponse<String> hanging = ready(() -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        });
        never.countDown();
        assertEquals(503, hanging.statusCode());
        assertTrue(hanging.body().contains("has not answered for 5 s"), hanging.body());
    }

    @Test
    void eventsTellTheNewestReportAgainAndAgain() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        Supplier<LagReport> latest =
                () -> new LagReport(List.of(SourceLag.unknown("shop", "look " + looks.incrementAndGet())));
        try (StreamRoutes events = new StreamRoutes(() -> latest.get().json());
                WebServer server = WebServer.start(freePort(), List.of(events));
                HttpClient client = HttpClient.newHttpClient();
                InputStream body = client.send(
                                HttpRequest.newBuilder(URI.create(server.address() + "/lag/stream"))
                                        .header("Accept", "text/event-stream")
                                        .build(),
                                HttpResponse.BodyHandlers.ofInputStream())
                        .body();
                BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            List<String> told = lines.lines()
                    .filter(line -> line.startsWith("data:"))
                    .limit(3)
                    .toList();
            assertTrue(told.getFirst().contains("look 1"), told.toString());
            assertTrue(told.getLast().contains("look 3"), told.toString());
        }
    }

    private static HttpResponse<String> ready(Supplier<Optional<String>> trouble)
            throws IOException, InterruptedException {
        try (WebServer server = WebServer.start(freePort(), List.of(new LifeRoutes(trouble)));
                HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + "/api/ready"))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
