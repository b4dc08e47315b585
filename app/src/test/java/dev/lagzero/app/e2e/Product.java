package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lagzero.app.data.Endpoints;
import dev.lagzero.app.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The product as a user runs it: a process of its own, with half a gigabyte of heap for everything. */
final class Product implements AutoCloseable {

    static final int KILLED = 128 + 9;
    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final String JAVA = System.getProperty("java.home");
    private static final Path LAUNCHER = Path.of("../lagzero").toAbsolutePath().normalize();

    static {
        makeStartCache();
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path data;
    private final Process process;
    private final Path output;

    private final int http;

    private Product(Path data, int http, Process process, Path output) {
        this.data = data;
        this.http = http;
        this.process = process;
        this.output = output;
    }

    /** Runs one command to its end. */
    static Result command(String... arguments) throws IOException, InterruptedException {
        return command(Map.of(), arguments);
    }

    static Result command(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("lagzero", ".out");
        Process process = launch(output, environment, List.of(arguments));
        if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running: " + List.of(arguments) + "\n" + Files.readString(output));
        }
        return new Result(process.exitValue(), Files.readString(output));
    }

    record Result(int code, String output) {}

    /** As the launcher does after it has built; without it every start would take twice the processor. */
    private static void makeStartCache() {
        Path script = LAUNCHER.resolveSibling("build/start-cache.sh");
        try {
            new ProcessBuilder(script.toString(), JAVA)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted before the first test", e);
        }
    }

    /** Starts {@code run} on a data directory. */
    static Product run(Path data, Map<String, String> environment, String... arguments) throws IOException {
        int http = Status.freePort();
        List<String> all = new ArrayList<>(List.of("run", "--http", Integer.toString(http), "--data", data.toString()));
        all.addAll(List.of(arguments));
        Files.createDirectories(data);
        Path output = Files.createTempFile("lagzero", ".out");
        return new Product(data, http, launch(output, environment, all), output);
    }

    static Process launch(Path output, Map<String, String> environment, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", JAVA);
        // By Maven, which has not come to its end yet.
        builder.environment().put("LAGZERO_AS_BUILT", "yes");
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        return builder.start();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    int waitForExit() throws InterruptedException, IOException {
        if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the process is still running after " + LONGEST + ":\n" + output() + log());
        }
        return process.exitValue();
    }

    int interrupt() throws InterruptedException, IOException {
        process.destroy();
        return waitForExit();
    }

    void kill9() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Waits until the process says this of all its sources. */
    void awaitState(String wanted) throws InterruptedException, IOException {
        awaitStateFor(wanted, LONGEST, () -> {});
    }

    void awaitStateFor(String wanted, Duration longest, Runnable meanwhile) throws InterruptedException, IOException {
        Instant end = Instant.now().plus(longest);
        JsonNode last = null;
        while (Instant.now().isBefore(end)) {
            if (!process.isAlive()) {
                throw new AssertionError("the process ended with " + process.exitValue() + ":\n" + output() + log());
            }
            meanwhile.run();
            last = Status.of(http);
            if (Status.all(last, wanted)) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("never " + wanted + ", last " + last + "\n" + output() + log());
    }

    /** Starts on a data directory, and holds every source against its schema when the process says that they are equal. */
    static void assertEndsEqual(Path data, Map<Path, String> schemas, String when)
            throws IOException, SQLException, InterruptedException {
        try (Product product = run(data, Map.of(), sources(schemas))) {
            product.awaitState("CONSISTENT");
            product.assertEqual(schemas, when);
            assertEquals(0, product.interrupt(), when);
        }
    }

    /** What {@code GET /v1/sources/NAME/position?fresh} says. */
    JsonNode freshPosition(String source) throws IOException, InterruptedException {
        return Status.get(http, "/v1/sources/" + source + "/position?fresh");
    }

    /** What it says of its sources now; something else while nobody answers. */
    JsonNode look() throws InterruptedException {
        return Status.of(http);
    }

    int port() {
        return http;
    }

    String url() {
        return "http://127.0.0.1:" + http;
    }

    /** The options that name the files as sources. */
    static String[] sources(Map<Path, String> schemas) {
        List<String> arguments = new ArrayList<>();
        schemas.keySet().forEach(file -> arguments.addAll(List.of("--source", "sqlite:" + file)));
        return arguments.toArray(String[]::new);
    }

    /** Holds every file against its schema, and the whole log against its rules. */
    void assertEqual(Map<Path, String> schemas, String when) throws IOException, SQLException {
        try (Connection target = postgres()) {
            for (Map.Entry<Path, String> each : schemas.entrySet()) {
                assertEquals(
                        List.of(),
                        Comparison.differences(each.getKey(), target, each.getValue(), Set.of()),
                        each.getValue() + ", " + when);
            }
        }
        assertEquals(List.of(), TopicAudit.faults(endpoints(data).kafka(), "lagzero.main.changes"), when);
    }

    Connection postgres() throws IOException, SQLException {
        return postgres(data);
    }

    static Connection postgres(Path data) throws IOException, SQLException {
        Endpoints endpoints = endpoints(data);
        String password = EmbeddedPostgres.password(data.resolve("postgres"), EmbeddedPostgres.OWNER);
        return DriverManager.getConnection(endpoints.jdbcUrl(), EmbeddedPostgres.OWNER, password);
    }

    static Endpoints endpoints(Path data) throws IOException {
        return JSON.readValue(data.resolve("endpoints.json").toFile(), Endpoints.class);
    }

    /** The end of its log, for messages. */
    String log() {
        Path log = data.resolve("logs/lagzero.log");
        try {
            List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
            return "\n--- log\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 120), lines.size()));
        } catch (IOException e) {
            return "\n--- no log: " + e;
        }
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroyForcibly();
        Files.deleteIfExists(output);
    }
}
