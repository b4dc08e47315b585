package dev.lagzero.bench.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Changes sent by several clients side by side, each of which numbers its requests.
 *
 * @param size changes in one request, which is one transaction
 * @param changes of all requests together
 */
record Batches(String name, Form form, int size, int changes) {

    private static final int CLIENTS = 4;
    private static final int KEYS = 100_000;
    private static final String FILLING = "x".repeat(40);

    /** How a body is written. */
    enum Form {
        OBJECT,
        LINES
    }

    void send(ServedStore store) throws InterruptedException {
        List<FutureTask<Void>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int own = i;
            FutureTask<Void> client = new FutureTask<>(() -> {
                send(store, new SplittableRandom(own), changes / CLIENTS / size);
                return null;
            });
            clients.add(client);
            Thread.ofPlatform().start(client);
        }
        for (FutureTask<Void> client : clients) {
            try {
                client.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a client of the bench failed: " + e.getCause(), e);
            }
        }
    }

    private void send(ServedStore store, SplittableRandom random, int requests)
            throws IOException, InterruptedException {
        ServedStore.Client client = store.client();
        for (int i = 0; i < requests; i++) {
            client.post(body(random), form);
        }
    }

    private byte[] body(SplittableRandom random) {
        String between = form == Form.LINES ? "\n" : ",";
        String list = IntStream.range(0, size).mapToObj(i -> change(random)).collect(Collectors.joining(between));
        String body = form == Form.LINES ? list + "\n" : "{\"changes\":[" + list + "]}";
        return body.getBytes(StandardCharsets.UTF_8);
    }

    private static String change(SplittableRandom random) {
        return "{\"table\":\"items\",\"row\":{\"id\":" + random.nextInt(KEYS) + ",\"name\":\"" + FILLING
                + "\",\"amount\":" + random.nextInt() + ",\"price\":" + random.nextInt(10_000) / 100.0 + "}}";
    }
}
