package dev.lagzero.app.e2e;

import dev.lagzero.app.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real product as a process of its own, started from the test's class path, with its output captured. */
final class LagzeroProcess implements AutoCloseable {

    /** What a process killed by signal 9 ends with. */
    static final int KILLED = 128 + 9;

    private static final Pattern JDBC_URL = Pattern.compile("\"jdbcUrl\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern STATE = Pattern.compile("\"state\":\"([A-Z]+)\"");

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;

    private LagzeroProcess(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    /** Starts {@code lagzero arguments...} with 512 MB of heap. */
    static LagzeroProcess start(Map<String, String> environment, String... arguments) throws IOException {
        return start("512m", environment, arguments);
    }

    static LagzeroProcess start(String heap, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-Xmx" + heap,
                "-XX:+UseParallelGC",
                "-XX:OnOutOfMemoryError=kill -9 %p",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.lagzero.app.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("LAGZERO_CRASH_AT");
        builder.environment().putAll(environment);
        return new LagzeroProcess(builder.start());
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            synchronized (lines) {
                lines.add("(output ended: " + e.getMessage() + ")");
                lines.notifyAll();
            }
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Everything it has said so far, on both streams. */
    String output() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    /** Waits for a line that holds {@code part}; fails when the process ends before or time is up. */
    String awaitLine(String part, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        synchronized (lines) {
            for (int next = 0; ; ) {
                for (; next < lines.size(); next++) {
                    if (lines.get(next).contains(part)) {
                        return lines.get(next);
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0 || !reader.isAlive()) {
                    throw new AssertionError("no line with \"" + part + "\" in:\n" + output());
                }
                lines.wait(Math.min(left, 200));
            }
        }
    }

    /** Waits for the end by itself and returns the exit code. */
    int waitFor(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running after " + patience + ":\n" + output());
        }
        reader.join();
        return process.exitValue();
    }

    /** {@code kill -9}: no hook runs, nothing is put down. Servers beneath it go on, as they would. */
    void kill9() throws InterruptedException {
        process.destroyForcibly();
        waitFor(Duration.ofSeconds(30));
    }

    /** SIGINT, as Ctrl-C sends it; returns the exit code of the orderly end. */
    int interrupt(Duration patience) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        return waitFor(patience);
    }

    /** What one short command says and ends with. */
    record Answer(int code, String output) {}

    static Answer ask(Duration patience, String... arguments) throws IOException, InterruptedException {
        try (LagzeroProcess command = start(Map.of(), arguments)) {
            return new Answer(command.waitFor(patience), command.output());
        }
    }

    /** Asks with {@code lagzero status --json} until the state of the only source fits. */
    static String awaitState(Path data, Predicate<String> wanted, Duration patience)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            String said = ask(Duration.ofSeconds(60), "status", "--json", "--data", data.toString())
                    .output();
            Matcher state = STATE.matcher(said);
            if (state.find() && wanted.test(state.group(1))) {
                return said;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("the state is still: " + said);
            }
            Thread.sleep(100);
        }
    }

    /** The process of the embedded Postgres on a data directory. */
    static long postgresPid(Path data) throws IOException {
        return Long.parseLong(Files.readAllLines(data.resolve("postgres/data/postmaster.pid"))
                .getFirst()
                .strip());
    }

    /** A connection to the embedded Postgres on a data directory, as the owner. It must be running. */
    static Connection connect(Path data) throws IOException, SQLException {
        Matcher url = JDBC_URL.matcher(Files.readString(data.resolve("endpoints.json")));
        if (!url.find()) {
            throw new AssertionError("no target in " + data.resolve("endpoints.json"));
        }
        String password = EmbeddedPostgres.password(data.resolve("postgres"), EmbeddedPostgres.OWNER);
        return DriverManager.getConnection(url.group(1), EmbeddedPostgres.OWNER, password);
    }

    /** Ends whatever still runs; a test that failed leaves nothing behind. */
    @Override
    public void close() {
        try {
            if (process.isAlive()) {
                process.destroy();
                if (!process.waitFor(30, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            }
            reader.join();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
