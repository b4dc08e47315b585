package dev.lagzero.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.control.lag.History;
import dev.lagzero.control.lag.LagReport;
import dev.lagzero.control.lag.SourceLag;
import dev.lagzero.control.lag.Standing;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class WebServerTest {

    private static final PositionQuestions NOBODY = unknown(Set.of());
    private static final PositionQuestions NOBODY_OF_SHOP = unknown(Set.of("shop"));

    private static PositionQuestions unknown(Set<String> sources) {
        return new PositionQuestions() {
            @Override
            public Set<String> sources() {
                return sources;
            }

            @Override
            public SourceLag position(String source, boolean fresh) {
                return SourceLag.unknown(source, "starting");
            }
        };
    }

    private final int port = freePort();

    @Test
    void anotherProcessReadsTheSameReport() {
        LagReport report = new LagReport(List.of(SourceLag.unknown("shop", "starting")));
        try (WebServer server = start(port, () -> report, NOBODY);
                HttpLag remote = new HttpLag(port)) {
            assertEquals(report.lines(), remote.look().lines());
            assertEquals("http://127.0.0.1:" + port, server.address());
        }
    }

    @Test
    void everyLookIsANewOne() {
        int[] looks = {0};
        try (WebServer server = start(
                        port, () -> new LagReport(List.of(SourceLag.unknown("shop", "look " + ++looks[0]))), NOBODY);
                HttpLag remote = new HttpLag(port)) {
            assertTrue(remote.look().lines().getFirst().endsWith("look 1"), server.address());
            assertTrue(remote.look().lines().getFirst().endsWith("look 2"));
        }
    }

    @Test
    void itSaysThatItLivesAndTakesNoOrders() throws Exception {
        try (WebServer server = start(port, () -> new LagReport(List.of()), NOBODY);
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
    void itAnswersOnlyWhoMeansThisMachine() throws Exception {
        try (WebServer server = start(port, () -> new LagReport(List.of()), NOBODY)) {
            assertTrue(status("GET", "Host: 127.0.0.1:" + port).contains(" 200 "), server.address());
            assertTrue(status("GET", "Host: LOCALHOST").contains(" 200 "));
            assertTrue(status("GET", "Host: [::1]:" + port).contains(" 200 "));
            assertTrue(status("GET", "Host: evil.example:" + port).contains(" 421 "));
            assertTrue(status("GET", "Host: 127.0.0.1.evil.example").contains(" 421 "));
            assertTrue(status("GET", "Host: localhost\r\nOrigin: https://evil.example")
                    .contains(" 200 "));
            assertTrue(status("POST", "Host: localhost\r\nOrigin: https://evil.example")
                    .contains(" 403 "));
            assertTrue(status("POST", "Host: localhost\r\nOrigin: null").contains(" 403 "));
            assertTrue(status("POST", "Host: localhost\r\nOrigin: http://localhost:" + port)
                    .contains(" 405 "));
        }
    }

    /** The first line of the answer, to a request as it travels: clients do not let one choose the host. */
    private String status(String method, String headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            String request =
                    method + " /api/live HTTP/1.1\r\n" + headers + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines().findFirst().orElse("nothing");
        }
    }

    @Test
    void aTakenPortIsNamed() {
        try (WebServer first = start(port, () -> new LagReport(List.of()), NOBODY)) {
            PortTakenException taken =
                    assertThrows(PortTakenException.class, () -> start(port, () -> new LagReport(List.of()), NOBODY));
            assertTrue(taken.getMessage().contains("port " + port), first.address());
        }
    }

    @Test
    void nobodyThereIsAnError() {
        try (HttpLag remote = new HttpLag(port)) {
            assertThrows(UncheckedIOException.class, remote::look);
        }
    }

    /** One source whose head a test sets. */
    private static final class OneSource implements PositionQuestions {
        private final Head head;

        OneSource(boolean current, String cause) {
            SourcePosition at = new SourcePosition(2, 17);
            head = new Head("shop", at, at, current, "", cause, "i", System.currentTimeMillis());
        }

        @Override
        public Set<String> sources() {
            return Set.of("shop");
        }

        @Override
        public SourceLag position(String source, boolean fresh) {
            Standing standing = new Standing(new SourcePosition(2, 16), 0, null, null);
            SourcePosition at = fresh ? head.head().next() : head.head();
            Head seen = new Head(
                    source, at, head.published(), head.current(), "", head.cause(), "i", head.observedMillis());
            return SourceLag.of(source, Optional.of(seen), standing, System.currentTimeMillis());
        }
    }

    private HttpResponse<String> ask(PositionQuestions questions, String path) throws Exception {
        try (WebServer server = start(port, () -> new LagReport(List.of()), questions);
                HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create(server.address()).resolve(path);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void aFreshPositionIsLookedAtAndTheOtherIsRemembered() throws Exception {
        HttpResponse<String> fresh = ask(new OneSource(true, ""), "/v1/sources/shop/position?fresh");
        assertEquals(200, fresh.statusCode());
        assertTrue(fresh.body().contains("\"position\":\"2:18\""), fresh.body());
        assertTrue(fresh.body().contains("\"applied\":\"2:16\""), fresh.body());
        HttpResponse<String> known = ask(new OneSource(true, ""), "/v1/sources/shop/position");
        assertTrue(known.body().contains("\"position\":\"2:17\""), known.body());
    }

    @Test
    void aPositionThatNobodyCanVouchForIsNotGiven() throws Exception {
        HttpResponse<String> unseen = ask(new OneSource(true, "the file is gone"), "/v1/sources/shop/position?fresh");
        assertEquals(503, unseen.statusCode());
        assertTrue(unseen.body().contains("the file is gone"), unseen.body());
        assertEquals(
                503,
                ask(new OneSource(false, ""), "/v1/sources/shop/position?fresh=true")
                        .statusCode());
        assertEquals(503, ask(NOBODY_OF_SHOP, "/v1/sources/shop/position").statusCode());
    }

    @Test
    void anUnknownSourceIsAnsweredWithThoseThereAre() throws Exception {
        HttpResponse<String> unknown = ask(new OneSource(true, ""), "/v1/sources/shp/position");
        assertEquals(404, unknown.statusCode());
        assertTrue(unknown.body().contains("there are: shop"), unknown.body());
        assertEquals(404, ask(NOBODY, "/v1/anything").statusCode());
    }

    private static WebServer start(int port, Supplier<LagReport> lag, PositionQuestions questions) {
        return WebServer.start(
                port,
                List.of(
                        new LagRoutes(lag, new History()::json),
                        new PositionRoutes(questions),
                        new LifeRoutes(Optional::empty)));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
