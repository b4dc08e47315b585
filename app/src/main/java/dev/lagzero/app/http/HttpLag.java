package dev.lagzero.app.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lagzero.control.lag.LagReport;
import dev.lagzero.control.lag.LagSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a process that runs, on this machine or another: it looks at its sources for the answer. */
public final class HttpLag implements LagSource {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final HttpRequest request;

    public HttpLag(int port) {
        this(URI.create("http://127.0.0.1:" + port));
    }

    /** @param process where it listens, as {@code http://HOST:PORT} */
    public HttpLag(URI process) {
        request = HttpRequest.newBuilder(process.resolve("/lag"))
                .timeout(PATIENCE)
                .build();
    }

    @Override
    public LagReport look() {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException("it says " + response.statusCode() + " " + response.body());
            }
            return LagReport.parse(JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the running process does not answer at " + request.uri() + ": " + reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while asking " + request.uri()));
        }
    }

    /** Some failures of the network have no words of their own. */
    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    @Override
    public void close() {
        client.close();
    }
}
