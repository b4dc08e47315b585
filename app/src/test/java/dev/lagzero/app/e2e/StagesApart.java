package dev.lagzero.app.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lagzero.app.embedded.EmbeddedKafka;
import dev.lagzero.app.embedded.EmbeddedPostgres;
import dev.lagzero.app.pipeline.Credentials;
import dev.lagzero.app.pipeline.TargetViews;
import dev.lagzero.app.watch.HeadsFromLog;
import dev.lagzero.app.watch.HeadsTail;
import dev.lagzero.control.lag.LagReport;
import dev.lagzero.control.lag.SourceLag;
import dev.lagzero.control.lag.TargetLag;
import dev.lagzero.schemas.topic.Topics;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** Capture, stream and sink as processes of their own, with a Kafka and a Postgres that are not theirs. */
final class StagesApart implements AutoCloseable {

    static final String SOURCE = "till";
    private static final List<String> ALL = List.of("capture", "stream", "sink");

    private final Path folder;
    private final Path file;
    private final Map<String, Process> running = new TreeMap<>();
    private final Map<String, Integer> ports = new TreeMap<>();
    private EmbeddedKafka kafka;
    private final String targetClock;
    private Closeable postgres;
    private String targetUrl;
    private String bootstrap;
    private boolean kafkaUp;
    private boolean postgresUp;

    StagesApart(Path folder, Path file) throws IOException {
        this(folder, file, "");
    }

    /** @param targetClock by how much the clock of Postgres is wrong, as {@code +1h}; empty when it is right */
    StagesApart(Path folder, Path file, String targetClock) throws IOException {
        this.folder = folder;
        this.file = file;
        this.targetClock = targetClock;
        for (String stage : ALL) {
            ports.put(stage, Status.freePort());
        }
        for (String server : List.of("kafka/port", "kafka/controller-port", "postgres/port")) {
            keepPort(folder.resolve(server));
        }
        startKafka();
        startPostgres();
    }

    /** A port that others are unlikely to take while its server is down: beyond those that servers begin to search at. */
    private static void keepPort(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, Integer.toString(ThreadLocalRandom.current().nextInt(29_500, 32_500)));
    }

    void startKafka() {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        bootstrap = kafka.bootstrap();
        kafkaUp = true;
    }

    void startPostgres() throws IOException {
        if (targetClock.isEmpty()) {
            EmbeddedPostgres here = EmbeddedPostgres.start(folder.resolve("postgres"), folder.resolve("postgres.log"));
            targetUrl = here.jdbcUrl();
            postgres = here::close;
        } else {
            PostgresApart there = PostgresApart.start(folder.resolve("postgres"), targetClock);
            targetUrl = there.jdbcUrl();
            postgres = there;
        }
        postgresUp = true;
    }

    boolean isKafkaUp() {
        return kafkaUp;
    }

    void stopKafka() {
        kafka.close();
        kafkaUp = false;
    }

    void stopPostgres() throws IOException {
        postgres.close();
        postgresUp = false;
    }

    String bootstrap() {
        return bootstrap;
    }

    Path yaml() throws IOException {
        String text = """
                sources: [{url: "sqlite:%s", name: %s, exclude: [hidden]}]
                kafka: {bootstrap: "%s"}
                target: {url: "%s"}
                stream: {exactly-once: true}
                data: "%s"
                http: 0
                """.formatted(file, SOURCE, bootstrap, targetUrl, folder.resolve("data"));
        return Files.writeString(folder.resolve("lagzero.yaml"), text);
    }

    Map<String, String> environment() {
        return Map.of("PGUSER", EmbeddedPostgres.OWNER, "PGPASSWORD", password());
    }

    private String password() {
        return EmbeddedPostgres.password(folder.resolve("postgres"), EmbeddedPostgres.OWNER);
    }

    /** Starts what does not run. */
    void start() throws IOException {
        if (!kafkaUp) {
            startKafka();
        }
        if (!postgresUp) {
            startPostgres();
        }
        Files.createDirectories(folder.resolve("data"));
        for (String stage : ALL) {
            if (!running.containsKey(stage) || !running.get(stage).isAlive()) {
                List<String> arguments =
                        List.of(stage, "-c", yaml().toString(), "--http", Integer.toString(ports.get(stage)));
                running.put(stage, Product.launch(output(stage), environment(), arguments));
            }
        }
    }

    /** What a stage says over HTTP; something else while it does not answer. */
    JsonNode ask(String stage, String path) throws InterruptedException {
        try {
            return Status.get(ports.get(stage), path);
        } catch (IOException silent) {
            return JsonNodeFactory.instance.objectNode().put("silent", silent.toString());
        }
    }

    /** The same as it is written. */
    String text(String stage, String path) throws IOException, InterruptedException {
        return Status.text(ports.get(stage), path);
    }

    private Path output(String stage) {
        return folder.resolve(stage + ".txt");
    }

    void kill(String stage) throws InterruptedException {
        Process process = running.get(stage);
        process.destroyForcibly();
        process.waitFor();
    }

    boolean isAlive(String stage) {
        return running.get(stage).isAlive();
    }

    String said(String stage) throws IOException {
        return Files.readString(output(stage));
    }

    Connection target() throws SQLException {
        return DriverManager.getConnection(targetUrl, EmbeddedPostgres.OWNER, password());
    }

    /** As somebody on another machine asks: Kafka and Postgres can be reached, the stages cannot. */
    TargetLag fromAfar() {
        Credentials credentials = Credentials.of(dev.lagzero.app.config.TargetSettings.at(targetUrl), environment());
        HeadsTail heads = new HeadsTail(new Topics("main").heads(), Map.of("bootstrap.servers", bootstrap));
        return new TargetLag(new HeadsFromLog(TargetViews.open(credentials, "main"), heads), Set.of(SOURCE));
    }

    static SourceLag only(LagReport report) {
        return report.sources().getFirst();
    }

    @Override
    public void close() throws IOException {
        running.values().forEach(Process::destroyForcibly);
        kafka.close();
        postgres.close();
    }
}
