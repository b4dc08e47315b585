package dev.lagzero.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.app.status.LagReport;
import dev.lagzero.app.status.SourceLag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class LagServerTest {

    private final int port = freePort();

    @Test
    void anotherProcessReadsTheSameReport() {
        LagReport report = new LagReport(List.of(SourceLag.unknown("shop", "starting")));
        try (LagServer server = LagServer.start(port, () -> report);
                HttpLag remote = new HttpLag(port)) {
            assertEquals(report.lines(), remote.look().lines());
            assertEquals("http://127.0.0.1:" + port + "/lag", server.address());
        }
    }

    @Test
    void everyLookIsANewOne() {
        int[] looks = {0};
        try (LagServer server = LagServer.start(
                        port, () -> new LagReport(List.of(SourceLag.unknown("shop", "look " + ++looks[0]))));
                HttpLag remote = new HttpLag(port)) {
            assertTrue(remote.look().lines().getFirst().endsWith("look 1"), server.address());
            assertTrue(remote.look().lines().getFirst().endsWith("look 2"));
        }
    }

    @Test
    void itSaysThatItLivesAndTakesNoOrders() throws Exception {
        try (LagServer server = LagServer.start(port, () -> new LagReport(List.of()));
                HttpClient client = HttpClient.newHttpClient()) {
            URI live = URI.create(server.address()).resolve("/api/live");
            HttpResponse<String> got =
                    client.send(HttpRequest.newBuilder(live).build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(200, got.statusCode());
            assertTrue(got.body().contains("\"live\":true"), got.body());
            HttpRequest order = HttpRequest.newBuilder(live)
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            assertEquals(
                    405,
                    client.send(order, HttpResponse.BodyHandlers.ofString()).statusCode());
        }
    }

    @Test
    void aTakenPortIsNamed() {
        try (LagServer first = LagServer.start(port, () -> new LagReport(List.of()))) {
            PortTakenException taken =
                    assertThrows(PortTakenException.class, () -> LagServer.start(port, () -> new LagReport(List.of())));
            assertTrue(taken.getMessage().contains("port " + port), first.address());
        }
    }

    @Test
    void nobodyThereIsAnError() {
        try (HttpLag remote = new HttpLag(port)) {
            assertThrows(UncheckedIOException.class, remote::look);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
