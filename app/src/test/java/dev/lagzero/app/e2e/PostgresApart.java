package dev.lagzero.app.e2e;

import dev.lagzero.app.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A Postgres whose clock is wrong: it runs beneath a process of its own, and libfaketime tells it the time. Only what the
 * clock says is moved; what waits, waits as long as ever.
 */
final class PostgresApart implements Closeable {

    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

    private final Process process;
    private final String url;

    private PostgresApart(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** @param off as libfaketime takes it: {@code +1h} */
    static PostgresApart start(Path folder, String off) throws IOException {
        Path library = LIBRARIES.stream()
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no libfaketime: apt-get install faketime"));
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                PostgresApart.class.getName(),
                folder.toString());
        builder.environment()
                .putAll(Map.of("LD_PRELOAD", library.toString(), "FAKETIME", off, "FAKETIME_DONT_FAKE_MONOTONIC", "1"));
        Process process = builder.redirectError(
                        folder.resolveSibling("postgres-apart.txt").toFile())
                .start();
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String url = output.readLine();
        if (url == null) {
            throw new AssertionError(
                    "Postgres does not start: " + Files.readString(folder.resolveSibling("postgres-apart.txt")));
        }
        return new PostgresApart(process, url);
    }

    /** Runs a server until its input ends. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, folder.resolveSibling("postgres.log"))) {
            System.out.println(postgres.jdbcUrl());
            System.out.flush();
            while (System.in.read() >= 0) {
                System.out.flush();
            }
        }
    }

    String jdbcUrl() {
        return url;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }
}
