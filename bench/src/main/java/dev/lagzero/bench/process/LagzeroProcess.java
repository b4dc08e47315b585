package dev.lagzero.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lagzero as its users run it: the launcher of this tree, in a process of its own. */
public final class LagzeroProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader said;
    private final Path errors;
    private final long started;

    private LagzeroProcess(Process process, Path errors, long started) {
        this.process = process;
        this.said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.errors = errors;
        this.started = started;
    }

    /**
     * @param folder of its own; it gets what the process complains about
     * @param arguments after {@code lagzero}
     */
    public static LagzeroProcess start(Path folder, List<String> arguments, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher()));
        command.addAll(arguments);
        Path errors = folder.resolve("errors.txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        long started = System.nanoTime();
        return new LagzeroProcess(builder.start(), errors, started);
    }

    /**
     * {@code lagzero run} of one source, with its data in the folder and without HTTP.
     *
     * @param more arguments, such as the target
     */
    public static LagzeroProcess run(Path folder, Path source, List<String> more, Map<String, String> environment)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run", "--source", "sqlite:" + source));
        arguments.addAll(more);
        arguments.addAll(List.of("--data", folder.resolve("data").toString(), "--http", "0"));
        return start(folder, arguments, environment);
    }

    /** Builds it when it is out of date, so that no measurement pays for that. */
    public static void prepare(Path folder) throws IOException, InterruptedException {
        Tool.run(List.of(launcher(), "--version"), Map.of(), folder.resolve("prepare.txt"));
    }

    private static String launcher() {
        String home = System.getProperty("lagzero.home");
        if (home == null) {
            throw new IllegalStateException("lagzero.home is not set: run the bench by ./lagzero-bench");
        }
        return Path.of(home, "lagzero").toString();
    }

    /** Reads until a line holds {@code word}; seconds from the start until it came. */
    public double awaitLine(String word) throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.contains(word)) {
                return seconds();
            }
        }
        throw new IOException("lagzero ended before it said " + word + ": " + Tool.tail(errors));
    }

    /** Since the start. */
    public double seconds() {
        return (System.nanoTime() - started) / 1e9;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public Usage usage() {
        return new Usage(process);
    }

    /** Stops it in order, if it still runs. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        said.close();
    }
}
