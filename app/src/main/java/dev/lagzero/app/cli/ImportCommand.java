package dev.lagzero.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lagzero.app.config.ConfigException;
import dev.lagzero.app.data.DataDirectory;
import dev.lagzero.app.data.Endpoints;
import dev.lagzero.capture.entry.Malformed;
import dev.lagzero.capture.entry.SnapshotFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "import",
        description = {
            "Makes a store equal to a snapshot: a JSON object of lists of rows. The difference is one transaction.",
            "The process that runs the store takes it; running it twice changes nothing."
        })
public final class ImportCommand implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOptions config;

    @Option(names = "--source", paramLabel = "memory:NAME", required = true, description = "which store")
    private String source;

    @Option(names = "--snapshot", paramLabel = "FILE.json", required = true, description = "what it is to hold")
    private Path snapshot;

    @Option(
            names = "--url",
            paramLabel = "http://HOST:PORT",
            description = "the process that runs the store; default: the one that runs on the data directory")
    private @Nullable String url;

    @Override
    public Integer call() throws InterruptedException {
        String name = source.startsWith("memory:") ? source.substring("memory:".length()) : source;
        byte[] content = read();
        URI process = url == null ? running(name) : Asked.process(url);
        return send(process.resolve("/v1/sources/" + name + "/snapshot"), content);
    }

    private URI running(String name) {
        Path data = config.configuration().data();
        Endpoints running = DataDirectory.running(data)
                .filter(endpoints -> endpoints.http() > 0)
                .orElseThrow(() -> new ConfigException(
                        "nothing that takes a snapshot runs on "
                                + data.toAbsolutePath().normalize(),
                        "start it: lagzero run --source memory:" + name + "; or name the process: --url"));
        return URI.create("http://127.0.0.1:" + running.http());
    }

    private byte[] read() {
        try {
            byte[] content = Files.readAllBytes(snapshot);
            SnapshotFile.read(content);
            return content;
        } catch (Malformed e) {
            String where = e.path().isEmpty() ? "" : " at " + e.path();
            throw new ConfigException(
                    snapshot + " is no whole snapshot" + where + ": " + e.getMessage(),
                    "write it anew; nothing was changed");
        } catch (IOException e) {
            throw new ConfigException("cannot read " + snapshot + ": " + e.getMessage(), "check --snapshot");
        }
    }

    private int send(URI to, byte[] content) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(to)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(content));
        String token = System.getenv(Web.TOKEN);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            JsonNode answer = JSON.readTree(response.body());
            if (response.statusCode() != 200) {
                return Failures.tell(
                        spec.commandLine().getErr(),
                        "the snapshot was not taken: " + answer.path("error").asText(),
                        "see that the store runs: lagzero status",
                        Exit.FAILED);
            }
            spec.commandLine()
                    .getOut()
                    .println(answer.path("changed").asInt() + " rows changed; position "
                            + answer.path("position").asText());
            return Exit.DONE;
        } catch (IOException e) {
            return Failures.tell(
                    spec.commandLine().getErr(),
                    "the running process does not answer at " + to + ": " + e.getMessage(),
                    "see its log",
                    Exit.FAILED);
        }
    }
}
