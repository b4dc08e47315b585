package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.app.crash.CrashPoint;
import dev.lagzero.app.embedded.EmbeddedKafka;
import dev.lagzero.app.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** An application with a journaled store, a stream and a sink, each a process that may be killed; Kafka and Postgres stay. */
final class StoreTorture implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

    enum Part {
        WRITER,
        STREAM,
        SINK
    }

    private final Path folder;
    private final long seed;
    private final long deeds;
    private final EmbeddedKafka kafka;
    private final EmbeddedPostgres postgres;
    private final Deposition said;
    private final Map<Part, Process> running = new EnumMap<>(Part.class);
    private final Deeds[] shown = new Deeds[DoomedWriter.THREADS];
    private boolean remembers = true;

    /** @param deeds of each thread */
    StoreTorture(Path folder, long seed, long deeds) throws IOException {
        this.folder = folder;
        this.seed = seed;
        this.deeds = deeds;
        this.kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        this.postgres = EmbeddedPostgres.start(folder.resolve("postgres"), folder.resolve("postgres.log"));
        this.said = Deposition.open(folder.resolve("deposition"), DoomedWriter.THREADS);
        for (int thread = 0; thread < shown.length; thread++) {
            shown[thread] = new Deeds(seed, thread);
        }
    }

    /** Deeds of all threads that have returned. */
    long done() {
        return said.returned(0, DoomedWriter.THREADS);
    }

    /** Starts the application, which dies at a moment if it is to. */
    void startWriter(long pauseNanos, String moment) throws IOException {
        List<String> arguments = List.of(
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DoomedWriter.class.getName(),
                kafka.bootstrap(),
                folder.resolve("store").toString(),
                folder.resolve("deposition").toString(),
                Long.toString(seed),
                Long.toString(deeds),
                Long.toString(pauseNanos),
                Boolean.toString(remembers));
        ProcessBuilder builder = new ProcessBuilder("java");
        builder.command()
                .set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.command().addAll(arguments);
        builder.environment().putAll(crash(moment));
        builder.redirectErrorStream(true).redirectOutput(output(Part.WRITER).toFile());
        running.put(Part.WRITER, builder.start());
    }

    /** Starts the stream or the sink. */
    void start(Part part, String moment) throws IOException {
        String yaml = """
                sources: [{url: "memory:%s"}]
                kafka: {bootstrap: "%s"}
                target: {url: "%s"}
                data: "%s"
                http: 0
                """.formatted(DoomedWriter.SOURCE, kafka.bootstrap(), postgres.jdbcUrl(), folder.resolve("data"));
        Path file = Files.writeString(folder.resolve("lagzero.yaml"), yaml);
        Map<String, String> environment = new HashMap<>(crash(moment));
        environment.put("PGUSER", EmbeddedPostgres.OWNER);
        environment.put("PGPASSWORD", password());
        String stage = part == Part.STREAM ? "stream" : "sink";
        running.put(part, Product.launch(output(part), environment, List.of(stage, "-c", file.toString())));
    }

    private static Map<String, String> crash(String moment) {
        return moment.isEmpty() ? Map.of() : Map.of(CrashPoint.VARIABLE, moment);
    }

    private Path output(Part part) {
        return folder.resolve(part + ".txt");
    }

    String told(Part part) {
        try {
            return part + ": " + Files.readString(output(part));
        } catch (IOException e) {
            return e.toString();
        }
    }

    void kill(Part part) throws InterruptedException {
        Process process = running.get(part);
        if (process != null) {
            process.destroyForcibly().waitFor();
            assertTrue(part != Part.WRITER || process.exitValue() != DoomedWriter.WRONG, () -> told(Part.WRITER));
        }
        notice();
    }

    /** A process that has looked at what was rebuilt has put its own account in place of the lost one. */
    private void notice() {
        remembers |= told(Part.WRITER).contains("writing");
    }

    boolean isAlive(Part part) {
        return running.get(part).isAlive();
    }

    /** Waits for a process that is to end by itself. */
    int awaitEnd(Part part) throws InterruptedException {
        assertTrue(running.get(part).waitFor(PATIENCE_NANOS, TimeUnit.NANOSECONDS), () -> "still alive: " + told(part));
        notice();
        return running.get(part).exitValue();
    }

    /** Waits until something has come about, while the application runs. */
    void await(String what, BooleanSupplier come) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!come.getAsBoolean()) {
            assertTrue(System.nanoTime() < until, () -> what + " never came. " + told(Part.WRITER) + told(Part.SINK));
            Thread.sleep(2);
        }
    }

    /** Takes the application's disk away: of what it did only that is left which Kafka holds. */
    void loseStore() throws IOException {
        Path store = Files.createDirectories(folder.resolve("store"));
        try (var files = Files.walk(store)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Files.deleteIfExists(output(Part.WRITER));
        remembers = false;
    }

    private String password() {
        return EmbeddedPostgres.password(folder.resolve("postgres"), EmbeddedPostgres.OWNER);
    }

    String bootstrap() {
        return kafka.bootstrap();
    }

    private Connection target() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), EmbeddedPostgres.OWNER, password());
    }

    /** Whatever the target shows now is a state that the store once had, and none that it had before an earlier look. */
    long checkTarget(String when) throws SQLException {
        Map<String, String> rows = new HashMap<>();
        Map<String, String> pairs = new HashMap<>();
        try (Connection connection = target()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            read(connection, "rows", rows);
            read(connection, "pairs", pairs);
        }
        long sum = 0;
        Map<String, String> wantedRows = new HashMap<>();
        Map<String, String> wantedPairs = new HashMap<>();
        for (int thread = 0; thread < shown.length; thread++) {
            long told = Deeds.told(rows, thread);
            sum += told;
            wantedRows.putAll(shown[thread].after(told).rows());
            wantedPairs.putAll(shown[thread].pairs());
        }
        assertEquals(wantedRows, rows, "rows in the target, " + when);
        assertEquals(wantedPairs, pairs, "pairs in the target, " + when);
        return sum;
    }

    private static void read(Connection connection, String table, Map<String, String> into) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet there = statement.executeQuery("SELECT to_regclass('public." + table + "')")) {
                if (!there.next() || there.getString(1) == null) {
                    return;
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT key, value FROM public." + table)) {
                while (rows.next()) {
                    into.put(rows.getString(1), rows.getString(2));
                }
            }
        }
    }

    /** The position that the target shows, {@code epoch:sequence}. */
    String applied() throws SQLException {
        try (Connection connection = target();
                Statement statement = connection.createStatement();
                ResultSet mark = statement.executeQuery("SELECT epoch || ':' || sequence FROM lagzero.watermark")) {
            return mark.next() ? mark.getString(1) : "";
        }
    }

    @Override
    public void close() {
        running.values().forEach(Process::destroyForcibly);
        kafka.close();
        postgres.close();
    }
}
