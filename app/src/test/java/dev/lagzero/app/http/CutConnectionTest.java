package dev.lagzero.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.entry.Entrance;
import dev.lagzero.capture.journal.Change;
import dev.lagzero.capture.store.RequestShape;
import dev.lagzero.capture.store.Store;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that are cut off anywhere and sent again, over real connections. */
class CutConnectionTest {

    private static final int CLIENTS = 6;
    private static final int REQUESTS = 60;
    private static final String LINES = "application/x-ndjson";

    private final long seed = Long.getLong("lagzero.seed", System.nanoTime());
    private final TwinLedger ledger = new TwinLedger();
    private final Store store = new Store(ledger);
    private final AtomicInteger cut = new AtomicInteger();
    private WebServer server;

    @BeforeEach
    void start() {
        System.out.println("CutConnectionTest seed " + seed);
        store.declare(RequestShape.REQUESTS);
        Entrance entrance = new Entrance(store);
        server = WebServer.start(0, List.of(new StoreRoutes(source -> Optional.of(entrance), "")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int port() {
        return URI.create(server.address()).getPort();
    }

    private HttpRequest request(int port, String body, boolean lines, String... name) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/sources/shop/transactions"))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", lines ? LINES : "application/json")
                .headers(name)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    /** As every client should: again until it is answered. 400 is that the body did not arrive whole. */
    private int send(HttpClient client, HttpRequest request) throws InterruptedException {
        while (true) {
            try {
                int status = client.send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode();
                if (status != 400) {
                    return status;
                }
                cut.incrementAndGet();
            } catch (IOException nobodyKnowsWhetherItArrived) {
                cut.incrementAndGet();
            }
        }
    }

    private static String body(String table, int number, int rows, boolean lines) {
        List<String> changes = IntStream.range(0, rows)
                .mapToObj(row -> "{\"table\":\"" + table + "\",\"row\":{\"id\":\"" + number + "/" + row + "\"}}")
                .toList();
        return lines ? String.join("\n", changes) + "\n" : "{\"changes\":[" + String.join(",", changes) + "]}";
    }

    @Test
    void whatIsSentAgainAfterACutIsMadeOnce() throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Random random = new Random(seed);
        try (CuttingProxy proxy = CuttingProxy.start(port(), () -> somewhere(random))) {
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int own = i;
                clients.add(Thread.ofPlatform().start(() -> {
                    try {
                        sendAll(own, proxy.port());
                    } catch (Throwable e) {
                        failure.compareAndSet(null, e);
                    }
                }));
            }
            for (Thread client : clients) {
                client.join();
            }
        }
        assertNull(failure.get(), () -> "seed " + seed + " " + failure.get());
        assertTrue(cut.get() > CLIENTS * REQUESTS / 10, cut + " requests were cut, seed " + seed);
        assertEquals(CLIENTS * REQUESTS, ledger.written.size(), "seed " + seed);
        Map<String, List<Integer>> made = new HashMap<>();
        ledger.written.forEach(changes -> changes.forEach(change -> {
            if (change instanceof Change.Row row && row.layout().table().startsWith("t")) {
                String id = String.valueOf(row.after().getFirst().toString());
                int number = Integer.parseInt(id.replaceAll("^\\D*(\\d+)/.*", "$1"));
                made.computeIfAbsent(row.layout().table() + " " + number, none -> new ArrayList<>())
                        .add(number);
            }
        }));
        assertEquals(CLIENTS * REQUESTS, made.size(), "seed " + seed);
        made.forEach((transaction, rows) -> assertEquals(
                rows(rows.getFirst()), rows.size(), transaction + " is whole and there once, seed " + seed));
    }

    private static int rows(int number) {
        return 1 + number * 7 % 60;
    }

    private static CuttingProxy.Cut somewhere(Random random) {
        synchronized (random) {
            return switch (random.nextInt(4)) {
                case 0 -> new CuttingProxy.Cut(Long.MAX_VALUE, random.nextInt(800), false);
                case 1 -> new CuttingProxy.Cut(20_000, Long.MAX_VALUE, false);
                default -> new CuttingProxy.Cut(random.nextInt(4_000), Long.MAX_VALUE, random.nextBoolean());
            };
        }
    }

    private void sendAll(int own, int port) throws InterruptedException {
        try (HttpClient client = client()) {
            for (int number = 1; number <= REQUESTS; number++) {
                boolean lines = number % 2 == 0;
                String body = body("t" + own, number, rows(number), lines);
                HttpRequest request = own % 2 == 0
                        ? request(port, body, lines, "Idempotency-Key", own + "-" + number)
                        : request(port, body, lines, "Lagzero-Client", "c" + own, "Lagzero-Sequence", "" + number);
                assertEquals(200, send(client, request));
            }
        }
    }

    /** Also when what has arrived by then is a whole text, and looks like one that was meant. */
    @Test
    void aRequestThatIsCutOffAtAnyByteDoesNothing() throws Exception {
        for (boolean lines : List.of(false, true)) {
            AtomicReference<CuttingProxy.Cut> where = new AtomicReference<>(CuttingProxy.Cut.NOWHERE);
            try (CuttingProxy proxy = CuttingProxy.start(port(), where::get);
                    HttpClient client = client()) {
                HttpRequest first = request(proxy.port(), body("u" + lines, 1, 3, lines), lines, "A", "b");
                assertEquals(200, send(client, first));
                long length = proxy.passedUp();
                int before = ledger.written.size();
                HttpRequest request = request(proxy.port(), body("v" + lines, 1, 3, lines), lines, "A", "b");
                for (int bytes = 1; bytes < length; bytes++) {
                    where.set(new CuttingProxy.Cut(bytes, Long.MAX_VALUE, bytes % 2 == 0));
                    proxy.cutAll();
                    refused(
                            client,
                            request,
                            (lines ? "lines" : "object") + " cut after " + bytes + " of " + length + " bytes");
                }
                assertEquals(before, ledger.written.size(), "lines: " + lines);
                where.set(CuttingProxy.Cut.NOWHERE);
                assertEquals(200, send(client, request));
                assertEquals(before + 1, ledger.written.size(), "lines: " + lines);
            }
        }
    }

    private void refused(HttpClient client, HttpRequest request, String where) throws InterruptedException {
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
            assertEquals(400, status, where);
        } catch (IOException cutOff) {
            cut.incrementAndGet();
        }
    }
}
